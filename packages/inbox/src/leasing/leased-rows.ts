import type { Entry } from "../store/stored-entry.ts";
import type { Claim, InboxCounts, InboxRow, Outcome, Store, Verdict } from "../store/store.ts";

/** A start that a table has handed out. */
export interface RowClaim extends Omit<Claim, "tx"> {
  /** Starts since it was accepted or last revived, this one counted, and none that a stop gave back. */
  readonly tries: number;
}

/** Which start a call is about. A row that has been started again since is left alone. */
export interface Fence {
  readonly provider: string;
  readonly id: string;
  readonly attempt: number;
}

/** A verdict to write down. */
export interface Settlement extends Fence {
  readonly verdict: Exclude<Verdict, { state: "lost" }>;
  /** When a `retry` may start, in milliseconds since 1970. */
  readonly due: number;
}

/** What `claim` may take. */
export interface ClaimQuery {
  /** Whose. Each gives one in turn, the first ones first. */
  readonly providers: readonly string[];
  readonly limit: number;
  readonly now: number;
  readonly lease: number;
  readonly attempts: number;
  /** Longest wait before a further attempt: nothing is due later, unless the clock was set back. */
  readonly longestWait: number;
}

/** A table of deliveries with leases. The lease loop drives it; time comes in with each call. */
export interface Rows {
  commit(
    batch: readonly Entry[],
    now: number,
    rules: { readonly window: number; readonly onReplay: "hold" | "handle" },
  ): Promise<readonly Outcome[]>;
  /** Takes due deliveries, and those whose lease ran out. One that crashed at its last attempt, or is damaged, becomes dead instead. */
  claim(query: ClaimQuery): Promise<readonly RowClaim[]>;
  /** Prolongs leases. False where it had gone to somebody else. */
  renew(fences: readonly Fence[], until: number): Promise<readonly boolean[]>;
  /** Writes verdicts down. False where the start was no longer the newest. */
  settle(batch: readonly Settlement[], now: number): Promise<readonly boolean[]>;
  /** When the next delivery of these providers falls due, or the next lease runs out. */
  nextDue(providers: readonly string[]): Promise<number | undefined>;
  list(query: Parameters<Store["list"]>[0]): Promise<readonly InboxRow[]>;
  counts(): Promise<InboxCounts>;
  retry(id: string, now: number): Promise<boolean>;
  purge(query: {
    readonly before: number;
    readonly now: number;
    readonly dead: boolean;
    readonly window: number;
  }): Promise<number>;
  close(): Promise<void>;
}
