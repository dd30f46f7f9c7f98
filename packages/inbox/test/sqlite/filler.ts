// Accepts deliveries of 256 KB until the disk is full, handles them, and accepts once more. Prints how that went.
import { createInbox } from "@flaghook/inbox";
import { sqliteStore } from "@flaghook/inbox/sqlite";
import { deliver, orders, type Verified } from "../../src/store-contract/deliveries.ts";
import { accept, randomText } from "../../src/store-contract/harness.ts";

const inbox = createInbox({ store: sqliteStore({ path: process.argv[2]!, pollMs: 20 }), onError: () => {} });
inbox.handle(orders, () => {});

let accepted = 0;
let refusal: string | undefined;
while (refusal === undefined) {
  try {
    await accept(inbox, large(accepted));
    accepted++;
  } catch (error) {
    refusal = String(error);
  }
}
await inbox.start();
while ((await inbox.counts()).done < accepted) await new Promise((resolve) => setImmediate(resolve));
const again = await accept(inbox, large(accepted)).catch(String);
console.log(JSON.stringify({ accepted, refusal, again }));
await inbox.stop();

function large(number: number): Verified {
  const text = randomText(256 * 1024);
  return deliver(orders, { type: "created", number, text }, { "x-delivery": `delivery-${number}` });
}
