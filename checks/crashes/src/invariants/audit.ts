import type { Effect } from "../workload/tables.ts";

/** A delivery as it is stored at the end. */
export interface StoredRow {
  readonly id: string;
  readonly isReplay: boolean;
  readonly reason: string | undefined;
}

/** All that is stored once everything has been handled. */
export interface Audit {
  readonly done: readonly StoredRow[];
  readonly dead: readonly StoredRow[];
  readonly counts: {
    readonly pending: number;
    readonly running: number;
    readonly done: number;
    readonly dead: number;
  };
  /** In a run with transactions: ids in the writers' ledger, and what handlers wrote. */
  readonly ledger?: readonly string[];
  readonly effects?: readonly Effect[];
}
