// Parts to build a store from. `@flaghook/inbox/store-contract` proves a store of your own.
export { keptSlots, MAX_KEPT } from "./dedupe/kept-slots.ts";
export {
  countsOf,
  partByWrites,
  planBatch,
  slotsOf,
  sortOut,
  type Holders,
  type Plan,
  type Step,
} from "./dedupe/plan.ts";
export {
  decide,
  toRevived,
  toSetFree,
  type Decision,
  type DedupeSettings,
  type SlotHolder,
} from "./dedupe/rules.ts";
export { jittered } from "./handling/backoff.ts";
export { CRASHED, DAMAGED, endedFailure, failedAttempt, failureOf, messageOf } from "./handling/failure.ts";
export type { HandlerTransaction } from "./handling/handler.ts";
export { LeaseLoop, type LeaseLoopOptions, type LeaseRows } from "./leasing/lease-loop.ts";
export type {
  AttemptRecord,
  ClaimedRow,
  ClaimQuery,
  EndedRow,
  Fence,
  LeasedRows,
  PurgeQuery,
} from "./leasing/leased-rows.ts";
export { rateOf, type Rate } from "./leasing/rate-limit.ts";
export { ScopeTurns } from "./leasing/scope-turns.ts";
export { takeInTurn } from "./leasing/round-robin.ts";
export { createTableStore, type TableStoreOptions } from "./leasing/table-store.ts";
export { assertInteger, assertKnownOptions, assertStoreName } from "./options/assert.ts";
export { systemClock, type Clock } from "./runtime/clock.ts";
export type { CommitResult } from "./runtime/group-commit.ts";
export { withTimeout } from "./runtime/with-timeout.ts";
export { commitByProvider } from "./store/commit-by-provider.ts";
export {
  decodeFields,
  encodeFields,
  entryOf,
  fieldsOf,
  withoutContent,
  type EntryFields,
} from "./store/entry-codec.ts";
export type { Failure } from "./store/failure.ts";
export { toInboxRow, type InboxRow, type RowState } from "./store/inbox-row.ts";
export { providerOf, queueName } from "./store/queue-name.ts";
export { listMatching, matchesFilter, type PageQuery, type RowFilter } from "./store/row-filter.ts";
export {
  DEAD_REASONS,
  STATES,
  type Acceptance,
  type DeadReason,
  type InboxCounts,
  type State,
} from "./store/state.ts";
export {
  LeaseLostError,
  StoppingError,
  type AttemptResult,
  type ClaimedDelivery,
  type Deletion,
  type HandleLimits,
  type ListQuery,
  type RunAttempt,
  type Store,
  type StoredRow,
  type StoreListQuery,
  type StoreSettings,
  type Workers,
} from "./store/store.ts";
export {
  createEntry,
  isNewOccurrence,
  slotOf,
  type Entry,
  type EntryContext,
  type Mismatch,
} from "./store/stored-entry.ts";
