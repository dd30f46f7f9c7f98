import { github } from "@flaghook/github";
import { createInbox } from "@flaghook/inbox";
import { sqliteStore } from "@flaghook/inbox/sqlite";

export const inbox = createInbox({ store: sqliteStore({ path: process.env.INBOX_PATH ?? "inbox.db" }) });

inbox.handle(github, async (event) => {
  if (event.type === "push") console.log("pushed", event.payload.ref);
});
