import { webhook } from "@flaghook/adapters/fetch";
import { goff } from "@flaghook/goff";
import { writeFile } from "node:fs/promises";

export const POST = webhook({
  provider: goff,
  secret: () => process.env.GOFF_WEBHOOK_SECRET,
  maxBodyBytes: 100 * 2 ** 20, // a full batch is 17 MB, and grows while it is refused
  on: {
    async export(event) {
      await saveEvents(event.payload.events);
    },
  },
  async respond({ error, isVerified, delivery }) {
    if (error === undefined || !isVerified) return undefined; // strangers are refused as ever
    await writeFile(`${process.env.BATCH_FOLDER}/${crypto.randomUUID()}.json`, delivery.body);
    return { status: 202 };
  },
});

async function saveEvents(events: readonly object[]): Promise<void> {
  if (events.length > 0) throw new Error("the database is down");
}
