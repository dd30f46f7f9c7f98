import type { DedupeSettings } from "../dedupe/rules.ts";
import type { InboxRow } from "../store/inbox-row.ts";
import type { Acceptance, InboxCounts } from "../store/state.ts";
import type { AttemptResult, ClaimedDelivery, Deletion, StoredRow, StoreListQuery } from "../store/store.ts";
import type { Entry } from "../store/stored-entry.ts";

/** A start that a table has handed out. */
export interface ClaimedRow extends Omit<ClaimedDelivery, "isLeased" | "tx"> {
  /**
   * Starts since it was accepted or last revived: this one counts, one that a stop gave back not.
   */
  readonly attemptsSinceRevival: number;
}

/** A delivery that `claim` made dead, instead of handing it out. */
export interface EndedRow {
  readonly ended: InboxRow;
}

/** Which start a call is about. A row that was started again since is left alone. */
export interface Fence {
  readonly provider: string;
  readonly id: string;
  readonly attempt: number;
}

/** How a start ended, to be recorded. */
export interface AttemptRecord extends Fence {
  readonly result: Exclude<AttemptResult, { state: "lost" }>;
  /** When a `retry` may start, in milliseconds since 1970. */
  readonly due: number;
}

/** What `claim` may take. */
export interface ClaimQuery {
  /** Each gives one row in turn, the first ones first. */
  readonly providers: readonly string[];
  readonly limit: number;
  readonly now: number;
  readonly leaseMs: number;
  readonly attempts: number;
  /** How many of a provider at most, for those that may not have `limit`. */
  readonly limits?: Readonly<Record<string, number>>;
}

/** What `purge` removes. Times in milliseconds since 1970. */
export interface PurgeQuery {
  /** Rows that ended later stay. */
  readonly before: number;
  readonly now: number;
  /** Whether dead rows go too. */
  readonly dead: boolean;
  readonly windowMs: number;
}

/** A table of deliveries with leases. The lease loop drives it; time comes in with each call. */
export interface LeasedRows {
  commit(batch: readonly Entry[], now: number, settings: DedupeSettings): Promise<readonly Acceptance[]>;
  /**
   * Takes due deliveries, and those whose lease ran out. A delivery that crashed at its last
   * attempt, or is damaged, becomes dead instead. Nothing of a provider that is paused. A delivery
   * that was never tried is due whatever the clock says.
   */
  claim(query: ClaimQuery): Promise<readonly (ClaimedRow | EndedRow)[]>;
  /** Prolongs leases. False where another worker has the row. */
  renew(fences: readonly Fence[], until: number): Promise<readonly boolean[]>;
  /** Records how starts ended. False where the start was no longer the newest. */
  record(batch: readonly AttemptRecord[], now: number): Promise<readonly boolean[]>;
  /**
   * When the next delivery of these providers falls due, or the next lease runs out. Zero
   * where one was never tried, which is due whatever the clock says. Leaves out those that are
   * paused.
   */
  nextDue(providers: readonly string[]): Promise<number | undefined>;
  list(query: StoreListQuery): Promise<readonly InboxRow[]>;
  counts(): Promise<InboxCounts>;
  /** When the oldest pending row was stored. */
  oldestPending(): Promise<number | undefined>;
  get(id: string): Promise<StoredRow | undefined>;
  delete(id: string, now: number): Promise<Deletion>;
  retry(id: string, now: number): Promise<boolean>;
  purge(query: PurgeQuery): Promise<number>;
  pause(provider: string): Promise<void>;
  resume(provider: string): Promise<void>;
  paused(): Promise<readonly string[]>;
  close(): Promise<void>;
}
