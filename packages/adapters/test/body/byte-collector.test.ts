import { expect, it } from "vitest";
import { Collector } from "../../src/body/byte-collector.ts";
import { PendingBytes } from "../../src/body/pending-bytes.ts";

/**
 * That many chunks of this size, each an array of its own, with bytes that tell where they belong.
 */
function chunksOf(byteLength: number, count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, index) => new Uint8Array(byteLength).fill(index % 251));
}

function collect(chunks: readonly Uint8Array[]): Uint8Array {
  const collector = new Collector(Infinity, new PendingBytes(Infinity));
  for (const chunk of chunks) expect(collector.add(chunk)).toBe(true);
  return collector.finish();
}

it.each([
  { name: "no chunk", chunks: [] },
  { name: "empty chunks", chunks: chunksOf(0, 3000) },
  { name: "one byte at a time", chunks: chunksOf(1, 5000) },
  { name: "as many chunks as are put together", chunks: chunksOf(3, 1024) },
  {
    name: "small chunks, large ones, small ones",
    chunks: [1, 2000, 1].flatMap((size) => chunksOf(size, 1500)),
  },
])("gives back $name in order", ({ chunks }) => {
  expect(Buffer.from(collect(chunks)).equals(Buffer.concat(chunks))).toBe(true);
});

it("gives a single chunk as it is", () => {
  const [chunk] = chunksOf(5, 1);
  expect(collect([chunk!])).toBe(chunk);
});

it("keeps no chunk of a few bytes by itself: each costs hundreds", () => {
  const collector = new Collector(Infinity, new PendingBytes(Infinity));
  const chunks = chunksOf(1, 2000);
  for (const chunk of chunks) collector.add(chunk);
  chunks[0]!.fill(255); // shows only if it is still that array
  expect(collector.finish()[0]).toBe(0);
});

it("copies no large chunks before the end", () => {
  const collector = new Collector(Infinity, new PendingBytes(Infinity));
  const chunks = chunksOf(2000, 2000);
  for (const chunk of chunks) collector.add(chunk);
  chunks[0]!.fill(255);
  expect(collector.finish()[0]).toBe(255);
});

it("takes no more once it is over the limit", () => {
  const collector = new Collector(3, new PendingBytes(Infinity));
  expect([1, 2, 1].map((size) => collector.add(new Uint8Array(size)))).toEqual([true, true, false]);
});
