import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe } from "vitest";
import { storeContract } from "../../src/store-contract.ts";
import { addTest } from "../support/add-test.ts";
import { clockPark } from "../support/clocks.ts";
import { fileStore } from "./file-store.ts";

const leaseMs = 6000;

// docs/adding-a-store.md builds this store.
describe("the store of the guide", () => {
  storeContract(addTest, {
    leaseMs,
    windowMs: 60_000,
    isDamageable: true,
    async createBackend() {
      const clocks = clockPark();
      const folder = mkdtempSync(join(tmpdir(), "flaghook-file-store-"));
      const path = join(folder, "inbox.json");
      return {
        store: () => fileStore(path, clocks.next()),
        pass: async (milliseconds) => clocks.pass(milliseconds),
        expireLease: async () => clocks.leaveBehind(leaseMs),
        async damage(id) {
          const rows = JSON.parse(readFileSync(path, "utf8")) as { id: number; fields: string }[];
          for (const row of rows) if (String(row.id) === id) row.fields = "{";
          writeFileSync(path, JSON.stringify(rows));
        },
        remove: async () => rmSync(folder, { recursive: true, force: true }),
      };
    },
  });
});
