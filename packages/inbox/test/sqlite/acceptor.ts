// Accepts some deliveries of 4 KB and prints which were acknowledged and which refused.
import { createInbox } from "@flaghook/inbox";
import { sqliteStore } from "@flaghook/inbox/sqlite";
import { WebhookError } from "@flaghook/core";
import { deliver, orders } from "../../src/store-contract/deliveries.ts";

const inbox = createInbox({ store: sqliteStore({ path: process.argv[2]! }) });
const acknowledged: number[] = [];
const refused: number[] = [];
const statuses: number[] = [];

for (let number = 0; number < Number(process.argv[3]); number++) {
  // Under the size from which bodies are compressed.
  const filler = String(number).repeat(1500).slice(0, 4000);
  const { verified, delivery } = deliver(
    orders,
    { type: "created", number, filler },
    { "x-delivery": `delivery-${number}` },
  );
  try {
    await inbox.accept(verified, delivery);
    acknowledged.push(number);
  } catch (error) {
    refused.push(number);
    statuses.push(WebhookError.is(error) ? error.status : 500);
  }
}
console.log(JSON.stringify({ acknowledged, refused, statuses }));
await inbox.stop();
