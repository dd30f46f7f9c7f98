import type { Effect } from "../transactions.ts";

/** A delivery as it is stored in the end. */
export interface StoredRow {
  readonly id: string;
  readonly isReplay: boolean;
  readonly reason: string | undefined;
}

/** What is stored when everything has been handled. */
export interface Audit {
  readonly done: readonly StoredRow[];
  readonly dead: readonly StoredRow[];
  readonly counts: {
    readonly pending: number;
    readonly running: number;
    readonly done: number;
    readonly dead: number;
  };
  /** Of a run with transactions: ids in the writers' ledger, and what handlers wrote. */
  readonly ledger?: readonly string[];
  readonly effects?: readonly Effect[];
}
