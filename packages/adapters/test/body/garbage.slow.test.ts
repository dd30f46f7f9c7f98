import { EventEmitter } from "node:events";
import { getHeapSpaceStatistics } from "node:v8";
import { expect, it } from "vitest";
import { createReceiver } from "../../src/index.ts";
import { acme, deliver, PING, SECRET } from "../support/acme.ts";

const DELIVERIES = 2000;
/** A single function literal in a property takes 64. */
const MAX_OLD_BYTES = 16;

/** Node's own streams leave garbage of their own. */
class PingStream extends EventEmitter {
  resume(): void {
    queueMicrotask(() => {
      this.emit("data", Buffer.from(PING));
      this.emit("end");
    });
  }
}

const receive = createReceiver({ provider: acme, secret: SECRET, onEvent: () => {} });
const { headers } = deliver(PING);

async function receiveMany(): Promise<void> {
  for (let count = 0; count < DELIVERIES; count++) {
    const { status } = await receive({ headers, body: new PingStream() });
    if (status !== 200) throw new Error(`the response was ${status}`);
  }
}

/** What only a full garbage collection gives back. */
function oldBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === "old_space")!.space_used_size;
}

// V8 puts a function that is written into a property straight into its old space, and all that it holds stays with it.
it("leaves nothing of a delivery to the full garbage collection", async () => {
  await receiveMany(); // what compilers keep is there by then
  const before = oldBytes();
  await receiveMany();
  const bytes = (oldBytes() - before) / DELIVERIES;
  expect(bytes).toBeLessThan(MAX_OLD_BYTES);
});
