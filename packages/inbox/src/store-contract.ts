import { attemptTests } from "./store-contract/attempts.ts";
import { damageTests } from "./store-contract/damage.ts";
import { failureTests } from "./store-contract/failures.ts";
import { fairnessTests } from "./store-contract/fairness.ts";
import type { AddTest, StoreHarness } from "./store-contract/harness.ts";
import { healthTests } from "./store-contract/health.ts";
import { keptReplayTests } from "./store-contract/kept-replays.ts";
import { leaseTests } from "./store-contract/leases.ts";
import { limitTests } from "./store-contract/limits.ts";
import { listTests } from "./store-contract/lists.ts";
import { mismatchTests } from "./store-contract/mismatches.ts";
import { nameTests } from "./store-contract/names.ts";
import { occurrenceTests } from "./store-contract/occurrences.ts";
import { oneRowTests } from "./store-contract/one-row.ts";
import { purgeTests } from "./store-contract/purges.ts";
import { acceptanceTests } from "./store-contract/acceptance.ts";
import { replayTests } from "./store-contract/replays.ts";
import { rowTests } from "./store-contract/rows.ts";
import { scopeTests } from "./store-contract/scopes.ts";
import { situationTests } from "./store-contract/situations.ts";
import { storedTests } from "./store-contract/stored.ts";
import { transactionTests } from "./store-contract/transactions.ts";

export type { AddTest, Backend, StoreHarness, Transaction } from "./store-contract/harness.ts";

/**
 * Adds the tests that every store must pass: all promises of the inbox, run through `createInbox`.
 *
 * It brings its own providers and assertions, and needs only a way to add a test. Give each test 60
 * s: engines that lease by themselves take their time.
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
 *   leaseMs: 30_000,
 *   windowMs: 60_000,
 *   async createBackend() {
 *     const clock = manualClock();
 *     const sharedWith = memoryStore({ clock });
 *     return {
 *       store: () => memoryStore({ clock, sharedWith }),
 *       pass: async (milliseconds) => clock.advance(milliseconds),
 *       expireLease: async () => clock.advance(30_000),
 *       remove: async () => {},
 *     };
 *   },
 * });
 * ```
 */
export function storeContract(test: AddTest, harness: StoreHarness): void {
  acceptanceTests(test, harness);
  situationTests(test, harness);
  replayTests(test, harness);
  keptReplayTests(test, harness);
  occurrenceTests(test, harness);
  scopeTests(test, harness);
  nameTests(test, harness);
  mismatchTests(test, harness);
  attemptTests(test, harness);
  failureTests(test, harness);
  leaseTests(test, harness);
  fairnessTests(test, harness);
  limitTests(test, harness);
  healthTests(test, harness);
  storedTests(test, harness);
  damageTests(test, harness);
  rowTests(test, harness);
  oneRowTests(test, harness);
  listTests(test, harness);
  purgeTests(test, harness);
  transactionTests(test, harness);
}
