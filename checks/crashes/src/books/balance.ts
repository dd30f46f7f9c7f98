import { openAccount, type Remains } from "./account.ts";
import { countAgain, handlingFaults } from "./handling.ts";
import { findAbsent, keepingFaults } from "./keeping.ts";
import { replayFaults } from "./replays.ts";
import { transactionFaults } from "./transactions.ts";

/** A run's books. `faults` is empty when they balance. */
export interface Books {
  readonly acknowledged: number;
  readonly done: number;
  readonly dead: number;
  readonly purged: number;
  readonly lost: number;
  /** Answers that said `duplicate`. */
  readonly duplicates: number;
  /** Held ones that were retried and are done. */
  readonly replaysDone: number;
  readonly handledAgain: number;
  readonly refused: number;
  /** Of a run with transactions. */
  readonly committed: number;
  readonly rolledBack: number;
  readonly effects: number;
  readonly faults: readonly string[];
}

/** Acknowledged is done, dead or purged, once each; and whatever else was told of it holds. */
export function balance(remains: Remains): Books {
  const account = openAccount(remains);
  const { acknowledged, answers, audit, done, dead, tries, refused } = account;
  const absent = findAbsent(account);
  const outcomes = [...answers.values()].flat();
  const ways = [...tries.values()].flat().map(({ how }) => how);
  return {
    acknowledged: acknowledged.size,
    done: done.size,
    dead: dead.size,
    purged: absent.purged.length,
    lost: absent.lost.length,
    duplicates: outcomes.filter((outcome) => outcome === "duplicate").length,
    replaysDone: [...done.values()].filter(({ isReplay }) => isReplay).length,
    handledAgain: countAgain(account),
    refused,
    committed: new Set(audit.ledger).size,
    rolledBack: ways.filter((how) => how === "rollback").length,
    effects: audit.effects?.length ?? 0,
    faults: [
      ...keepingFaults(account, absent),
      ...handlingFaults(account),
      ...replayFaults(account),
      ...transactionFaults(account),
    ],
  };
}
