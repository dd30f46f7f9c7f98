// Ends a run: sends again what was never acknowledged, lets everything be handled, and reads the books.
import { appendFileSync } from "node:fs";
import { createInbox, type InboxRow, type State } from "@flaghook/inbox";
import { isPoison, parcel, parcels } from "./provider.ts";
import { inboxOptions, type Place } from "./stores.ts";

const [placeJson = "", log = ""] = process.argv.slice(2);
const inbox = createInbox({ ...inboxOptions(JSON.parse(placeJson) as Place), concurrency: 32 });

inbox.handle(parcels, (event, { attempt }) => {
  if (isPoison(event.id ?? "")) throw new Error("poison");
  appendFileSync(log, `handled ${event.id} ${attempt} ${process.pid}\n`);
});

process.on("message", (unacknowledged: readonly string[]) => void audit(unacknowledged));

async function audit(unacknowledged: readonly string[]): Promise<void> {
  const resent = await Promise.all(
    unacknowledged.map(async (id) => {
      const { event, delivery } = parcel(id);
      return { id, outcome: await inbox.accept(event, delivery) };
    }),
  );
  await inbox.start();
  for (;;) {
    const { pending, running } = await inbox.counts();
    if (pending + running === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const [done, dead] = [await readAll("done"), await readAll("dead")];
  const books = { resent, done, dead, counts: await inbox.counts() };
  await new Promise((resolve) => process.send?.(books, resolve));
  await inbox.stop();
  process.disconnect?.();
}

async function readAll(state: State): Promise<{ id: string; reason: string | undefined }[]> {
  const rows: InboxRow[] = [];
  for (;;) {
    const after = rows.at(-1)?.id;
    const page = await inbox.list({ state, limit: 1000, ...(after !== undefined && { after }) });
    rows.push(...page);
    if (page.length < 1000) return rows.map(({ dedupeKey, reason }) => ({ id: dedupeKey, reason }));
  }
}
