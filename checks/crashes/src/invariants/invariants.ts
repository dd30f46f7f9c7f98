import { readHistory, type RunRecord } from "./history.ts";
import { countAgain, handlingFaults } from "./handling.ts";
import { findAbsent, storageFaults } from "./storage.ts";
import { replayFaults } from "./replays.ts";
import { transactionFaults } from "./transactions.ts";

/** A run in numbers. `faults` is empty when every invariant holds. */
export interface Summary {
  readonly acknowledged: number;
  readonly done: number;
  readonly dead: number;
  readonly purged: number;
  /** Replays of a flood that were counted and not kept. */
  readonly counted: number;
  readonly lost: number;
  /** Acceptances `duplicate`. */
  readonly duplicates: number;
  /** Replays kept aside that were retried and are done. */
  readonly replaysDone: number;
  readonly handledAgain: number;
  readonly refused: number;
  /** In a run with transactions. */
  readonly committed: number;
  readonly rolledBack: number;
  readonly effects: number;
  readonly faults: readonly string[];
}

/**
 * Sums a run up: acknowledged is done, dead, purged or counted, once each, and the other invariants
 * hold.
 */
export function summarize(record: RunRecord): Summary {
  const history = readHistory(record);
  const { acknowledged, acceptancesById, audit, done, dead, sendings, refused } = history;
  const absent = findAbsent(history);
  const acceptances = [...acceptancesById.values()].flat();
  const ways = [...sendings.values()].flat().map(({ how }) => how);
  return {
    acknowledged: acknowledged.size,
    done: done.size,
    dead: dead.size,
    purged: absent.purged.length,
    counted: absent.counted.length,
    lost: absent.lost.length,
    duplicates: acceptances.filter((acceptance) => acceptance === "duplicate").length,
    replaysDone: [...done.values()].filter(({ isReplay }) => isReplay).length,
    handledAgain: countAgain(history),
    refused,
    committed: new Set(audit.ledger).size,
    rolledBack: ways.filter((how) => how === "rollback").length,
    effects: audit.effects?.length ?? 0,
    faults: [
      ...storageFaults(history, absent),
      ...handlingFaults(history),
      ...replayFaults(history),
      ...transactionFaults(history),
    ],
  };
}
