import type { Effort } from "../model/diagnosis.ts";

/** Signatures that one diagnosis may compute. */
export const MAX_TRIALS = 256;

/** Bytes that one diagnosis may hash: 256 MiB. */
export const MAX_HASHED_BYTES = 2 ** 28;

/**
 * Counts what trials cost, before they are made. A diagnosis has one, and every trial takes from
 * it.
 */
export interface TrialBudget {
  /**
   * Takes a trial of a body of this length with so many secrets. False, and nothing is taken, where
   * it is not left.
   */
  take(bodyBytes: number, secrets: number): boolean;
  /** Whether such a trial is left. Asked before a candidate is even made. */
  affords(bodyBytes: number, secrets: number): boolean;
  /** The trials taken so far. */
  effort(): Effort;
}

/** A full budget. */
export function createTrialBudget(): TrialBudget {
  let trials = 0;
  let bytesHashed = 0;
  let isComplete = true;

  function affords(bodyBytes: number, secrets: number): boolean {
    const isLeft = trials + secrets <= MAX_TRIALS && bytesHashed + bodyBytes * secrets <= MAX_HASHED_BYTES;
    isComplete &&= isLeft;
    return isLeft;
  }

  return {
    affords,
    take(bodyBytes, secrets) {
      if (!affords(bodyBytes, secrets)) return false;
      trials += secrets;
      bytesHashed += bodyBytes * secrets;
      return true;
    },
    effort: () => ({ trials, bytesHashed, isComplete }),
  };
}
