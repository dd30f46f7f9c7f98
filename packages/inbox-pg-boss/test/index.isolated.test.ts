import { createInbox } from "@flaghook/inbox";
import { beforeEach, expect, it, vi } from "vitest";
import type { ConnectOptions } from "../src/database/open-boss.ts";
import { pgBossStore } from "../src/index.ts";

const opened = vi.hoisted((): number[] => []);
vi.mock("../src/database/open-boss.ts", () => ({
  async openBoss({ connections }: ConnectOptions) {
    opened.push(connections);
    throw new Error("away");
  },
}));

beforeEach(() => void opened.splice(0));

it.each([
  { name: "four more than handlers", store: {}, inbox: { concurrency: 3 }, connections: 7 },
  { name: "14 with the inbox's defaults", store: {}, inbox: {}, connections: 14 },
  { name: "as many as are asked for", store: { connections: 2 }, inbox: {}, connections: 2 },
])("has connections at most: $name", async ({ store, inbox, connections }) => {
  const own = pgBossStore({ name: "test", connectionString: "postgres://localhost/x", ...store });
  await expect(createInbox({ store: own, ...inbox }).counts()).rejects.toThrow("away");
  expect(opened).toEqual([connections]);
});
