import { webhook } from "@flaghook/adapters/fetch";
import { hypertune } from "@flaghook/hypertune";
import { createInbox } from "@flaghook/inbox";
import { sqliteStore } from "@flaghook/inbox/sqlite";

export const inbox = createInbox({ store: sqliteStore({ path: process.env.INBOX_PATH! }) });

inbox.handle(hypertune, async (event) => {
  console.log("handled", event.dedupeKey); // after the response, and again if it throws
});

export const POST = webhook({
  provider: hypertune,
  secret: process.env.HYPERTUNE_WEBHOOK_SECRET!,
  inbox,
});
