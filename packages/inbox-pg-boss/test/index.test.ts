import { createInbox } from "@flaghook/inbox";
import { expect, it } from "vitest";
import { order } from "../../inbox/src/store-contract/deliveries.ts";
import { pgBossStore, type PgBossStoreOptions } from "../src/index.ts";

const options = { name: "test", connectionString: "postgres://localhost/x" };

it.each([
  { name: "no name", change: { name: undefined }, says: "name must be" },
  { name: "a name that is no name", change: { name: "x; drop table y" }, says: "name must be" },
  { name: "no connection string", change: { connectionString: "" }, says: "connectionString must be" },
  { name: "one connection", change: { connections: 1 }, says: "connections must be" },
  { name: "bodies over 128 MiB", change: { maxBytes: 2 ** 27 + 1 }, says: "maxBytes must be" },
  { name: "a poll of nothing", change: { pollMs: 0 }, says: "pollMs must be" },
  { name: "another durability", change: { durability: "maybe" }, says: "durability must be" },
  { name: "an unknown option", change: { schema: "x" }, says: 'unknown option "schema"' },
])("refuses $name", ({ change, says }) => {
  const given = { ...options, ...change } as PgBossStoreOptions;
  expect(() => pgBossStore(given)).toThrow(TypeError);
  expect(() => pgBossStore(given)).toThrow(says);
});

it("refuses attempts that are too long before it connects", async () => {
  const inbox = createInbox({ store: pgBossStore(options), timeoutMs: 86_400_000 });
  const { verified, delivery } = order(1);
  await expect(inbox.accept(verified, delivery)).rejects.toThrow(TypeError);
});

it("takes bodies of up to 64 MiB unless told otherwise", () => {
  expect(pgBossStore(options).maxBytes).toBe(67_108_864);
  expect(pgBossStore({ ...options, maxBytes: 5 }).maxBytes).toBe(5);
});
