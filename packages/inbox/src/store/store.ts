import type { Clock } from "../runtime/clock.ts";
import type { CommitResult } from "../runtime/group-commit.ts";
import type { Failure } from "./failure.ts";
import type { InboxRow } from "./inbox-row.ts";
import type { RowFilter } from "./row-filter.ts";
import type { Acceptance, DeadReason, InboxCounts, State } from "./state.ts";
import type { Entry } from "./stored-entry.ts";

/** Which deliveries a call is about. All that is given must fit. */
export interface RowQuery {
  /** Why it is dead. */
  readonly reason?: DeadReason | undefined;
  /** The provider's id, e.g. `"github"`. */
  readonly provider?: string | undefined;
  /** The endpoint or tenant that `accept` was given; empty for none. */
  readonly scope?: string | undefined;
  /** The event's name. */
  readonly name?: string | undefined;
  /** Received then or later: a time, or an age in milliseconds. */
  readonly since?: Date | number | undefined;
  /** Received before: a time, or an age in milliseconds. */
  readonly until?: Date | number | undefined;
}

/** Which page of deliveries `list` shows. */
export interface ListQuery extends RowQuery {
  readonly state: State;
  /** At most this many rows, oldest first as far as the store knows. Default 100, at most 1 000. */
  readonly limit?: number;
  /**
   * Id of the last row of the page before: the list goes on from where that row was, also when it
   * has left the state since.
   */
  readonly after?: string | undefined;
}

/** The query as a store gets it, with its defaults filled in. */
export interface StoreListQuery {
  readonly state: State;
  readonly limit: number;
  readonly after: string | undefined;
  /** What the rows must be like. `listMatching` looks for them. */
  readonly filter?: RowFilter | undefined;
}

/** The inbox's options as a store needs them. */
export interface StoreSettings {
  /** Starts before a delivery is dead. */
  readonly attempts: number;
  readonly leaseMs: number;
  readonly timeoutMs: number;
  readonly windowMs: number;
  readonly concurrency: number;
  /**
   * Longest wait before each further attempt, the first one first. A store waits between half of it
   * and all of it: `jittered` says how long.
   */
  readonly delaysMs: readonly number[];
  readonly onReplay: "hold" | "handle";
  /** Takes faults in the background, which nobody awaits. Never throws. */
  readonly onError: (error: unknown) => void;
  /**
   * Takes every failed attempt once it is recorded, and what died without one: its process had
   * ended, or it can no longer be read. `failureOf` makes what it takes. Never throws.
   */
  readonly onFailure: (failure: Failure) => void;
}

/** A delivery as a store keeps it, for `get`. */
export interface StoredRow {
  readonly row: InboxRow;
  /** `undefined` when it is damaged, or its body is gone, as a done one's may be. */
  readonly entry: Entry | undefined;
  /** While pending, when it may start, in milliseconds since 1970. */
  readonly nextAttemptAt: number | undefined;
}

/** What `delete` did. */
export type Deletion = "deleted" | "running" | "unknown";

/** One start of one delivery, claimed by this process. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly entry: Entry;
  /** Rises at every start of this delivery and never falls, so that late writes can be told. */
  readonly attempt: number;
  /** Whether this is the last start allowed: a failure now is death. */
  readonly isLast: boolean;
  /**
   * Whether the lease still holds by this process's own clock. Asked right before the handler is
   * called: a process that was frozen meanwhile has had no chance to hear of its loss.
   */
  readonly isLeased: () => boolean;
  /** The store's own transaction for this delivery, where it has them. */
  readonly tx?: unknown;
}

/**
 * How one start ended. The store records it. `cause` is what was thrown: for `onFailure` alone, and
 * not enumerable, so that nothing stores it.
 */
export type AttemptResult =
  | { readonly state: "done" }
  | { readonly state: "retry"; readonly error: string; readonly cause?: unknown }
  | { readonly state: "dead"; readonly reason: DeadReason; readonly error: string; readonly cause?: unknown }
  /** Given back by a stop: pending again at once, with as many attempts as before. */
  | { readonly state: "released" }
  /** The lease went to another worker: the store must record nothing. */
  | { readonly state: "lost" };

/**
 * Runs one claimed delivery. Never rejects. `signal` aborts with a `LeaseLostError` or a
 * `StoppingError`; the result then says so.
 */
export type RunAttempt = (delivery: ClaimedDelivery, signal: AbortSignal) => Promise<AttemptResult>;

/** How much of one provider a process handles. */
export interface HandleLimits {
  /** Handlers of it at a time, at most the inbox's own `concurrency`. Default: that. */
  readonly concurrency?: number;
  /**
   * Starts of it in any second, a retry among them; less than 1 for one in several seconds. In each
   * process; with BullMQ in all of them together. Default: any number.
   */
  readonly perSecond?: number;
}

/** Workers of a store, from `startWorkers` until `stop`. */
export interface Workers {
  /**
   * Takes no more work, waits for what runs, and gives the rest back after `timeoutMs`. May be
   * called again while it waits: the sooner limit counts.
   */
  stop(timeoutMs: number): Promise<void>;
}

/**
 * What keeps deliveries: a table under the shared lease loop, or an engine that leases and retries
 * by itself. `@flaghook/inbox/store-contract` tests all of it.
 */
export interface Store {
  /** For messages and telemetry, e.g. `"sqlite"`. */
  readonly name: string;
  readonly clock: Clock;
  /**
   * Whether it keeps deliveries in this process alone. Then `accept` waits for no turn of
   * the event loop and no other thread, and works under fake timers. Default false.
   */
  readonly isInMemory?: boolean;
  /** Largest body it takes, as stored (compressed), in bytes. */
  readonly maxBytes: number;
  /**
   * Connects. Called before anything else, and again after `close`. Rejects unless what it will
   * acknowledge is durable.
   */
  open(settings: StoreSettings): Promise<void>;
  /**
   * Stores a batch durably, in order: one acceptance each, the error of one that failed alone, or a
   * promise of either for one that would hold up the others, which never rejects.
   * Rejects with nothing acknowledged, though some may be stored.
   */
  commit(batch: readonly Entry[]): Promise<readonly CommitResult<Acceptance>[]>;
  /** Stores one inside the caller's transaction. Absent where a caller can share none. */
  commitInTransaction?(tx: unknown, entry: Entry): Promise<Acceptance>;
  /** Starts handling the deliveries of these providers. */
  startWorkers(
    providers: readonly string[],
    run: RunAttempt,
    limits?: ReadonlyMap<string, HandleLimits>,
  ): Promise<Workers>;
  /**
   * Starts nothing more of a provider, in any process, until it is resumed. Survives everything.
   */
  pause(provider: string): Promise<void>;
  resume(provider: string): Promise<void>;
  /** The providers that are paused. */
  paused(): Promise<readonly string[]>;
  list(query: StoreListQuery): Promise<readonly InboxRow[]>;
  counts(): Promise<InboxCounts>;
  /**
   * When the oldest pending delivery was stored, in milliseconds since 1970, as far as the store
   * knows without reading them all.
   */
  oldestPending(): Promise<number | undefined>;
  /** One delivery with its body. `undefined` when there is none with this id, or it was deleted. */
  get(id: string): Promise<StoredRow | undefined>;
  /**
   * Forgets a delivery that is not running, but for its slot: until its window is over, its
   * duplicates are recognised. No list or count shows it. A done one keeps the window that it has.
   */
  delete(id: string): Promise<Deletion>;
  /** Gives a dead delivery all its attempts again. False when no dead delivery has this id. */
  retry(id: string): Promise<boolean>;
  /**
   * Removes done deliveries that ended before `before` and whose window is over; with `dead`, dead
   * ones too.
   */
  purge(before: number, dead: boolean): Promise<number>;
  /** Lets go of connections. Stored deliveries stay. */
  close(): Promise<void>;
  /**
   * Lets go of everything as a killed process would: gives no lease back, finishes nothing. The
   * store contract calls it to stand for a crash; nothing else does.
   */
  abandon?(): Promise<void>;
}

/** Why a running attempt must stop: another process may be handling the delivery. */
export class LeaseLostError extends Error {
  override readonly name = "LeaseLostError";
  constructor() {
    super("the lease of this delivery was lost. Stop: another process may be handling it.");
  }
}

/** Why a running attempt must stop: the inbox stops, and the attempt did not end in time. */
export class StoppingError extends Error {
  override readonly name = "StoppingError";
  constructor() {
    super("the inbox is stopping. The delivery is given back and will be handled again.");
  }
}
