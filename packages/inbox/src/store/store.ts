import type { Clock } from "../runtime/clock.ts";
import type { Entry } from "./stored-entry.ts";

/** Where a delivery stands. There is no fifth state: one that is backing off is pending. */
export type State = "pending" | "running" | "done" | "dead";

/**
 * Why a delivery is dead: `replay`, held because the same signed bytes came under another unsigned id; `schema-mismatch`,
 * signed but against the schema of this version; `unreadable`, stored bytes that no longer parse; `attempts`, tried as often
 * as allowed.
 */
export type DeadReason = "replay" | "schema-mismatch" | "unreadable" | "attempts";

/**
 * What `accept` did. `accepted`: stored, or a dead one revived. `duplicate`: already stored, and durable. `replay`: the same
 * signed bytes under another unsigned id, stored beside a first one that is not dead.
 */
export type Outcome = "accepted" | "duplicate" | "replay";

/** A delivery as `list` shows it. Never holds the body. */
export interface InboxRow {
  /** What `retry` takes. Opaque, and of this store only. */
  readonly id: string;
  readonly provider: string;
  /** The endpoint or tenant that `accept` was told; empty if none. */
  readonly scope: string;
  /** The event's name; `undefined` when it could not be read. */
  readonly name: string | undefined;
  /** Empty when what is stored is damaged; `scope` is so then too. */
  readonly dedupeKey: string;
  /** The provider's id where the signature does not cover it. */
  readonly unsignedId: string | undefined;
  readonly state: State;
  /** Set when dead. */
  readonly reason: DeadReason | undefined;
  /** Of one that is pending or dead, the message of its last failure: the handler's own text, at most 500 characters. */
  readonly error: string | undefined;
  /** How often it was started, crashes counted. */
  readonly attempt: number;
  /** Whether equal signed bytes had come before under another unsigned id, and were not dead. */
  readonly replay: boolean;
  readonly receivedAt: Date;
}

/** How many deliveries are in each state. `done` counts those still kept. */
export type InboxCounts = Readonly<Record<State, number>>;

/** What `list` is asked for. */
export interface ListQuery {
  readonly state: State;
  /** At most this many rows, oldest first as far as the store knows. Default 100, at most 1 000. */
  readonly limit?: number;
  /** Id of the last row of the page before. A row that has left the state meanwhile starts the list over. */
  readonly after?: string;
}

/** The inbox's options as a store needs them. All times in milliseconds. */
export interface Settings {
  /** Starts before a delivery is dead. */
  readonly attempts: number;
  readonly lease: number;
  readonly timeout: number;
  readonly window: number;
  readonly concurrency: number;
  /** Longest wait before each further try, the first one first. A store waits between half of it and all of it. */
  readonly delays: readonly number[];
  readonly onReplay: "hold" | "handle";
  /** Called with faults in the background, which nobody awaits. */
  readonly onError: (error: unknown) => void;
}

/** One start of one delivery. */
export interface Claim {
  readonly id: string;
  readonly entry: Entry;
  /** Rises at every start of this delivery and never falls, so that late writes can be told. */
  readonly attempt: number;
  /** True at the last start allowed: a failure now is death. */
  readonly isLast: boolean;
  /** The store's own transaction for this delivery, where it has them. */
  readonly tx?: unknown;
}

/** How one start ended. */
export type Verdict =
  | { readonly state: "done" }
  | { readonly state: "retry"; readonly error: string }
  | { readonly state: "dead"; readonly reason: DeadReason; readonly error: string }
  /** Given back by a stop: pending again at once, with as many attempts as before. */
  | { readonly state: "released" }
  /** The lease went to somebody else: nothing may be recorded. */
  | { readonly state: "lost" };

/** Runs one claim. Never rejects. `signal` aborts with a `LeaseLost` or a `Stopping`; the verdict then says so. */
export type Run = (claim: Claim, signal: AbortSignal) => Promise<Verdict>;

/** Workers of a store, between `work` and `stop`. */
export interface Workers {
  /** Takes no more work, waits for what is running, and after `timeout` milliseconds gives the rest back. */
  stop(timeout: number): Promise<void>;
}

/**
 * What keeps deliveries: a table of our own under shared lease code, or an engine that leases and retries by itself. All of
 * it is tested by `@flaghook/inbox/store-contract`.
 */
export interface Store {
  /** For messages and telemetry, e.g. `"sqlite"`. */
  readonly name: string;
  readonly clock: Clock;
  /** Largest body it takes, as stored (compressed), in bytes. */
  readonly maxBytes: number;
  /** Connects. Called before anything else, and again after `close`. Rejects unless what it will acknowledge is durable. */
  open(settings: Settings): Promise<void>;
  /**
   * Stores a batch durably, in order; one outcome each, or the error of one that failed alone. Rejects with nothing
   * acknowledged, though some may be stored.
   */
  commit(batch: readonly Entry[]): Promise<readonly (Outcome | Error)[]>;
  /** Stores one inside the caller's transaction. Absent where the store has none that a caller could share. */
  commitIn?(tx: unknown, entry: Entry): Promise<Outcome>;
  /** Starts handling the deliveries of these providers. */
  work(providers: readonly string[], run: Run): Promise<Workers>;
  list(
    query: Required<Omit<ListQuery, "after">> & { readonly after: string | undefined },
  ): Promise<readonly InboxRow[]>;
  counts(): Promise<InboxCounts>;
  /** Gives a dead delivery all its attempts again. False when there is no dead delivery of this id. */
  retry(id: string): Promise<boolean>;
  /** Removes done deliveries that ended before `before` and whose window is over; with `dead`, dead ones too. */
  purge(before: number, dead: boolean): Promise<number>;
  /** Lets go of connections. What is stored stays. */
  close(): Promise<void>;
  /** Lets go of everything as a killed process would: no lease given back, nothing finished. For crash tests. */
  abandon(): Promise<void>;
}

/** Why a running attempt was told to stop: another process may be handling the delivery. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
  constructor() {
    super("the lease of this delivery was lost. Stop: another process may be handling it.");
  }
}

/** Why a running attempt was told to stop: the inbox is stopping and the attempt did not end in time. */
export class Stopping extends Error {
  override readonly name = "Stopping";
  constructor() {
    super("the inbox is stopping. The delivery is given back and will be handled again.");
  }
}
