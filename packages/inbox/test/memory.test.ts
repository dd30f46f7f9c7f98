import { describe } from "vitest";
import { addConcurrentTest } from "./support/add-test.ts";
import { memoryStore } from "../src/memory.ts";
import { storeContract } from "../src/store-contract.ts";
import { clockPark } from "./support/clocks.ts";

const leaseMs = 6000;

describe("memory", () => {
  storeContract(addConcurrentTest, {
    leaseMs,
    windowMs: 60_000,
    async createBackend() {
      const clocks = clockPark();
      const sharedWith = memoryStore({ clock: clocks.next() });
      return {
        store: () => memoryStore({ clock: clocks.next(), sharedWith }),
        pass: async (milliseconds) => clocks.pass(milliseconds),
        expireLease: async () => clocks.leaveBehind(leaseMs),
        remove: async () => {},
      };
    },
  });
});
