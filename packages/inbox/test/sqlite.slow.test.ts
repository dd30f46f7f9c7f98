import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe } from "vitest";
import { addTest } from "./support/add-test.ts";
import { sqliteStore } from "../src/sqlite.ts";
import { storeContract } from "../src/store-contract.ts";
import { clockPark } from "./support/clocks.ts";

const leaseMs = 6000;

describe("sqlite", () => {
  storeContract(addTest, {
    leaseMs,
    windowMs: 60_000,
    isDamageable: true,
    async createBackend() {
      const clocks = clockPark();
      const folder = await mkdtemp(join(tmpdir(), "flaghook-inbox-"));
      const path = join(folder, "inbox.db");
      return {
        store: () => sqliteStore({ path, clock: clocks.next(), pollMs: 50 }),
        pass: async (milliseconds) => clocks.pass(milliseconds),
        expireLease: async () => clocks.leaveBehind(leaseMs),
        damage: async (id) => {
          const database = new DatabaseSync(path);
          database.prepare("update delivery set fields = '{' where id = ?").run(Number(id));
          database.close();
        },
        remove: () => rm(folder, { recursive: true, force: true }),
      };
    },
  });
});
