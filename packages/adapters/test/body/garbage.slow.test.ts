import { EventEmitter } from "node:events";
import { getHeapSpaceStatistics } from "node:v8";
import { expect, it } from "vitest";
import { createReceiver, type IncomingDelivery, type Receiver } from "../../src/index.ts";
import { acme, deliver, PING, SECRET } from "../support/acme.ts";

const DELIVERIES = 2000;
/** A function literal that is written into a property takes 64. */
const MAX_OLD_BYTES = 32;

/** Node's own streams leave garbage of their own. */
class PingStream extends EventEmitter {
  resume(): void {
    queueMicrotask(() => {
      this.emit("data", Buffer.from(PING));
      this.emit("end");
    });
  }
}

async function* pingChunks(): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(PING));
}

const ASYNCHRONOUS = {
  secret: () => Promise.resolve(SECRET),
  onEvent: () => Promise.resolve(),
  onVerified: () => Promise.resolve(),
};

const { headers } = deliver(PING);
const bytes = Buffer.from(PING);
const options = { provider: acme, secret: SECRET, onEvent: () => {} };

async function receiveMany(receive: Receiver, body: () => IncomingDelivery["body"]): Promise<void> {
  for (let count = 0; count < DELIVERIES; count++) {
    const { status } = await receive({ headers, body: body() });
    if (status !== 200) throw new Error(`the response was ${status}`);
  }
}

/** What only a full garbage collection gives back. */
function oldBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === "old_space")!.space_used_size;
}

// V8 puts a function that is written into a property straight into its old space, and all that it holds stays with it.
it.each([
  { name: "bytes", body: () => bytes },
  { name: "a Node stream", body: () => new PingStream() },
  { name: "an iterable", body: pingChunks },
  { name: "bytes, with functions that are asynchronous", body: () => bytes, functions: ASYNCHRONOUS },
])("leaves nothing of a delivery to the full garbage collection: $name", async ({ body, functions }) => {
  const receive = createReceiver({ ...options, ...functions });
  await receiveMany(receive, body); // compilers have made what they keep by then
  const before = oldBytes();
  await receiveMany(receive, body);
  const left = (oldBytes() - before) / DELIVERIES;
  expect(left).toBeLessThan(MAX_OLD_BYTES);
});
