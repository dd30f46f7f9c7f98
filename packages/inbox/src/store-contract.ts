import { attemptTests } from "./store-contract/attempts.ts";
import { damageTests } from "./store-contract/damage.ts";
import { fairnessTests } from "./store-contract/fairness.ts";
import { keepingTests } from "./store-contract/keeping.ts";
import type { AddTest, StoreHarness } from "./store-contract/harness.ts";
import { leaseTests } from "./store-contract/leases.ts";
import { listTests } from "./store-contract/lists.ts";
import { mismatchTests } from "./store-contract/mismatches.ts";
import { occurrenceTests } from "./store-contract/occurrences.ts";
import { outcomeTests } from "./store-contract/acceptance.ts";
import { replayTests } from "./store-contract/replays.ts";
import { rowTests } from "./store-contract/rows.ts";
import { scopeTests } from "./store-contract/scopes.ts";
import { situationTests } from "./store-contract/situations.ts";
import { storedTests } from "./store-contract/stored.ts";
import { transactionTests } from "./store-contract/transactions.ts";

export type { AddTest, Backend, StoreHarness, Transaction } from "./store-contract/harness.ts";

/**
 * Adds the tests that every store must pass: the whole of the inbox's promises, run through `createInbox`.
 *
 * It brings its own providers and assertions, and needs of the runner no more than a way to add a test. Give it 60 s per test:
 * engines that lease by themselves take their time.
 *
 * @param test vitest's `test`, node:test's, or any other of that form.
 *
 * @example
 * ```ts
 * import { test } from "node:test";
 * import { manualClock, memoryStore } from "@flaghook/inbox/memory";
 * import { storeContract } from "@flaghook/inbox/store-contract";
 *
 * storeContract((name, body) => void test(name, body), {
 *   lease: 30_000,
 *   window: 60_000,
 *   async createBackend() {
 *     const clock = manualClock();
 *     const shared = memoryStore({ clock });
 *     return {
 *       store: () => memoryStore({ clock, shared }),
 *       pass: async (milliseconds) => clock.advance(milliseconds),
 *       expireLease: async () => clock.advance(30_000),
 *       remove: async () => {},
 *     };
 *   },
 * });
 * ```
 */
export function storeContract(test: AddTest, harness: StoreHarness): void {
  outcomeTests(test, harness);
  situationTests(test, harness);
  replayTests(test, harness);
  occurrenceTests(test, harness);
  scopeTests(test, harness);
  mismatchTests(test, harness);
  attemptTests(test, harness);
  leaseTests(test, harness);
  fairnessTests(test, harness);
  storedTests(test, harness);
  damageTests(test, harness);
  rowTests(test, harness);
  listTests(test, harness);
  keepingTests(test, harness);
  transactionTests(test, harness);
}
