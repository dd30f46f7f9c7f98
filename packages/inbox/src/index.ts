export { createInbox, type AcceptOptions, type Inbox } from "./inbox.ts";
export type { Backoff } from "./backoff.ts";
export type { Clock } from "./clock.ts";
export type { Entry } from "./entry.ts";
export type { Handler, HandlerContext, HandlerTransaction } from "./handler.ts";
export type { InboxOptions } from "./options.ts";
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
} from "./store.ts";
export { LeaseLost, Stopping } from "./store.ts";
export type { ResourceVersion, VersionOf } from "./versions.ts";
