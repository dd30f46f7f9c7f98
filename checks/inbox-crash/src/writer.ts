// A process that accepts deliveries until it is killed. It tells its parent what it is about to send and what was answered.
import { createInbox } from "@flaghook/inbox";
import { parcel } from "./provider.ts";
import { inboxOptions, type Place } from "./stores.ts";

const SENDERS = 8;

const [placeJson = "", name = ""] = process.argv.slice(2);
const inbox = createInbox(inboxOptions(JSON.parse(placeJson) as Place));
let next = 0;

async function send(): Promise<void> {
  for (;;) {
    const id = `${name}-${next++}`;
    const { event, delivery } = parcel(id);
    tell({ sending: id });
    await acceptUntilAcknowledged(id, () => inbox.accept(event, delivery));
  }
}

/** As a provider does: no 2xx, so it comes again. */
async function acceptUntilAcknowledged(id: string, accept: () => Promise<string>): Promise<void> {
  for (;;) {
    try {
      await accept();
      tell({ acknowledged: id });
      return;
    } catch {
      tell({ refused: id });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function tell(message: object): void {
  // oxlint-disable-next-line no-unused-expressions -- absent only when started by hand
  process.send?.(message);
}

await Promise.all(Array.from({ length: SENDERS }, send));
