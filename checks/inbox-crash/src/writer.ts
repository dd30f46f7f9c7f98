// A process that accepts deliveries until it is killed. It notes in a file what it is about to send and what was answered.
import { appendFileSync } from "node:fs";
import { createInbox } from "@flaghook/inbox";
import { parcel } from "./provider.ts";
import { inboxOptions, type Place } from "./stores.ts";

const SENDERS = 8;

const [placeJson = "", log = "", name = ""] = process.argv.slice(2);
const inbox = createInbox(inboxOptions(JSON.parse(placeJson) as Place));
let next = 0;

async function send(): Promise<void> {
  for (;;) {
    const id = `${name}-${next++}`;
    const { event, delivery } = parcel(id);
    note("sending", id);
    await acceptUntilAcknowledged(id, () => inbox.accept(event, delivery));
  }
}

/** As a provider does: no 2xx, so it comes again. */
async function acceptUntilAcknowledged(id: string, accept: () => Promise<string>): Promise<void> {
  for (;;) {
    try {
      await accept();
      note("acknowledged", id);
      return;
    } catch {
      note("refused", id);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Written at once: a message could die with the process after the deed. */
function note(what: string, id: string): void {
  appendFileSync(log, `${what} ${id} 0 ${process.pid}\n`);
}

await Promise.all(Array.from({ length: SENDERS }, send));
