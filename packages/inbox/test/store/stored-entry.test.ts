import { gzipSync } from "node:zlib";
import { toStored } from "@flaghook/core/inbox";
import { expect, it } from "vitest";
import { deliver, flags } from "../../src/store-contract/deliveries.ts";
import { bodyOf, createEntry, type Entry } from "../../src/store/stored-entry.ts";

const sent = deliver(flags, { type: "archived", text: "x".repeat(10_000) });

async function createStored(): Promise<Entry> {
  const context = { scope: "", now: 0, mismatch: undefined, traceparent: undefined };
  return createEntry(toStored(sent.verified, sent.delivery), context);
}

it("gives back the bytes that came", async () => {
  expect(Buffer.from(await bodyOf(await createStored()))).toEqual(sent.delivery.body);
});

it.each([
  {
    name: "inflate to one byte more",
    body: gzipSync(Buffer.concat([sent.delivery.body as Buffer, Buffer.of(32)])),
  },
  { name: "inflate to one byte less", body: gzipSync((sent.delivery.body as Buffer).subarray(1)) },
  { name: "do not inflate", body: new Uint8Array([1, 2, 3]) },
  { name: "are cut off", body: gzipSync(sent.delivery.body as Buffer).subarray(0, -9) },
  { name: "were never compressed, and are short", body: new Uint8Array([1]), isGzip: false },
])("refuses stored bytes that $name", async ({ name: _name, ...change }) => {
  const broken = bodyOf({ ...(await createStored()), ...change });
  await expect(broken).rejects.toThrow("the stored body is not the one that came.");
});
