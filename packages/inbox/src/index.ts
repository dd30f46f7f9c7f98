export { createInbox, type AcceptOptions, type Inbox } from "./lifecycle/inbox.ts";
export type { Backoff } from "./handling/backoff.ts";
export type { Clock } from "./runtime/clock.ts";
export type { Entry } from "./store/stored-entry.ts";
export type { Handler, HandlerContext, HandlerTransaction } from "./handling/handler.ts";
export type { InboxOptions } from "./lifecycle/inbox-options.ts";
export type {
  Claim,
  DeadReason,
  InboxCounts,
  InboxRow,
  ListQuery,
  Outcome,
  Run,
  Settings,
  State,
  Store,
  Verdict,
  Workers,
} from "./store/store.ts";
export { LeaseLost, Stopping } from "./store/store.ts";
export type { ResourceVersion, VersionOf } from "./handling/versions.ts";
