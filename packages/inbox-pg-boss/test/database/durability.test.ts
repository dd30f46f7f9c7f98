import { expect, it } from "vitest";
import { findLoss, type Durability } from "../../src/database/durability.ts";

interface Settings {
  readonly fsync: string | null;
  readonly commit: string | null;
}

function lossOf(settings: Settings, durability?: Durability): Promise<string | undefined> {
  return findLoss({ query: async () => ({ rows: [settings] }) }, durability);
}

it.each([undefined, "asserted", "unsafe"] as const)("trusts what is on (%s)", async (durability) => {
  expect(await lossOf({ fsync: "on", commit: "on" }, durability)).toBeUndefined();
});

it.each([
  { settings: { fsync: "off", commit: "on" }, name: "fsync" },
  { settings: { fsync: "on", commit: "off" }, name: "synchronous_commit" },
  { settings: { fsync: null, commit: "off" }, name: "synchronous_commit" },
])("finds that $name is off, whatever you assert", async ({ settings, name }) => {
  const says = `Postgres could lose deliveries that were acknowledged with 2xx: ${name} is off. Turn it on, or pass durability: "unsafe" to pgBossStore and accept the loss.`;
  expect(await lossOf(settings)).toBe(says);
  expect(await lossOf(settings, "asserted")).toBe(says);
});

it.each([
  { fsync: null, commit: "on" },
  { fsync: "on", commit: null },
])("takes your word, and no less, for what Postgres does not tell: %o", async (settings) => {
  expect(await lossOf(settings)).toMatch(
    /^this Postgres does not tell fsync and synchronous_commit, .*durability: "asserted"/,
  );
  expect(await lossOf(settings, "asserted")).toBeUndefined();
});
