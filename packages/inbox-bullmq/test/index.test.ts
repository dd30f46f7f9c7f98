import { expect, it } from "vitest";
import { bullmqStore, type BullmqStoreOptions } from "../src/index.ts";

const options = { name: "test", connection: "redis://localhost:6379" };

it.each([
  { name: "no name", change: { name: undefined }, says: "name must be" },
  { name: "a name with a colon", change: { name: "a:b" }, says: "name must be" },
  { name: "no connection", change: { connection: undefined }, says: "connection must be" },
  { name: "a name that is too long", change: { name: "x".repeat(41) }, says: "name must be" },
  { name: "bodies of nothing", change: { maxBytes: 0 }, says: "maxBytes must be" },
  { name: "an unknown option", change: { prefix: "x" }, says: 'unknown option "prefix"' },
])("refuses $name", ({ change, says }) => {
  const given = { ...options, ...change } as unknown as BullmqStoreOptions;
  expect(() => bullmqStore(given)).toThrow(TypeError);
  expect(() => bullmqStore(given)).toThrow(says);
});

it("takes bodies of up to 8 MiB unless told otherwise", () => {
  expect(bullmqStore(options).maxBytes).toBe(8_388_608);
  expect(bullmqStore({ ...options, maxBytes: 5 }).maxBytes).toBe(5);
});
