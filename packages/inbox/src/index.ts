export type { Backoff } from "./handling/backoff.ts";
export type { Handler, HandlerContext, HandlerTransaction } from "./handling/handler.ts";
export type { OnFailure } from "./handling/report-failure.ts";
export { createInbox } from "./lifecycle/create-inbox.ts";
export type { AcceptOptions, Inbox } from "./lifecycle/inbox.ts";
export type { InboxOptions } from "./lifecycle/inbox-options.ts";
export type { InboxHealth, LastError } from "./lifecycle/health.ts";
export type { InboxRowDetails } from "./lifecycle/row-details.ts";
export type { Failure } from "./store/failure.ts";
export type { InboxRow } from "./store/inbox-row.ts";
export type { Acceptance, DeadReason, InboxCounts, State } from "./store/state.ts";
export {
  LeaseLostError,
  StoppingError,
  type HandleLimits,
  type ListQuery,
  type RowQuery,
  type Store,
} from "./store/store.ts";
