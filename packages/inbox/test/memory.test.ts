import { describe, test } from "vitest";
import { memoryStore } from "../src/memory.ts";
import { storeContract } from "../src/store-contract.ts";
import { clockPark } from "./clocks.ts";

const lease = 6000;

describe("memory", () => {
  storeContract((name, body) => test(name, body, 60_000), {
    lease,
    window: 60_000,
    hasTransactions: false,
    async createBackend() {
      const clocks = clockPark();
      const shared = memoryStore({ clock: clocks.next() });
      return {
        store: () => memoryStore({ clock: clocks.next(), shared }),
        pass: async (milliseconds) => clocks.pass(milliseconds),
        expireLease: async () => clocks.leaveBehind(lease),
        remove: async () => {},
      };
    },
  });
});
