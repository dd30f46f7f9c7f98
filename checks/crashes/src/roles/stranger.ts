// A process that floods the inbox until it is killed: one recorded delivery after another, each many times at once, under
// its own id and under made-up ones.
import { createInbox } from "@flaghook/inbox";
import { openJournal } from "../journal/journal.ts";
import { recordedName, replayOf } from "../workload/ids.ts";
import { sendUntilAccepted } from "../workload/send.ts";
import { inboxOptions, type StoreConfig } from "../workload/store-config.ts";

/** Deliveries at once, of which a quarter are duplicates. More replays than are kept of one. */
const BURST = 32;
/** Bursts of one recording. */
const BURSTS = 5;

const [configJson = "", log = "", stranger = ""] = process.argv.slice(2);
const write = openJournal(log);
const inbox = createInbox(inboxOptions(JSON.parse(configJson) as StoreConfig));

for (let number = 0; ; number++) {
  const name = recordedName(stranger, number);
  await sendUntilAccepted(inbox, name, write);
  for (let burst = 0; burst < BURSTS; burst++) {
    const ids = Array.from({ length: BURST }, (_, index) =>
      index % 4 === 0 ? name : replayOf(name, `${burst}.${index}`),
    );
    await Promise.all(ids.map((id) => sendUntilAccepted(inbox, id, write)));
    await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 100));
  }
}
