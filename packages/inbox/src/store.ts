// What a store of your own is built from. `@flaghook/inbox/store-contract` proves it.
export {
  placeBeside,
  placeFirst,
  placeOwn,
  toBeside,
  type Occupant,
  type Placement,
} from "./dedupe/rules.ts";
export { jittered } from "./handling/backoff.ts";
export { CRASHED, DAMAGED, failedAttempt, messageOf } from "./handling/failure.ts";
export type { HandlerTransaction } from "./handling/handler.ts";
export { LeaseLoop, type LeaseLoopOptions, type LeaseRows } from "./leasing/lease-loop.ts";
export type { ClaimQuery, Fence, RowClaim, Rows, Settlement } from "./leasing/leased-rows.ts";
export { rowStore, type RowStoreOptions } from "./leasing/table-store.ts";
export { requireInteger } from "./lifecycle/inbox-options.ts";
export { systemClock, type Clock } from "./runtime/clock.ts";
export { within } from "./runtime/with-timeout.ts";
export { commitByQueue } from "./store/commit-by-queue.ts";
export { providerOf, queueName } from "./store/queue-name.ts";
export { bodyOf, createEntry, slotOf, type Entry, type EntryContext } from "./store/stored-entry.ts";
export {
  LeaseLost,
  Stopping,
  type Claim,
  type DeadReason,
  type InboxCounts,
  type InboxRow,
  type ListQuery,
  type Outcome,
  type Run,
  type Settings,
  type State,
  type Store,
  type Verdict,
  type Workers,
} from "./store/store.ts";
