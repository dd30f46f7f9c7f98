import type { Secret } from "../../delivery/secret.ts";
import { trimSecret } from "../../signature/mismatch-causes.ts";
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
   * Takes a trial of a body of this length with these secrets, as if it were refused. False, and
   * nothing is taken, where it is not left.
   */
  take(bodyBytes: number, secrets: readonly Secret[]): boolean;
  /** Whether such a trial is left. Asked before a candidate is even made. */
  affords(bodyBytes: number, secrets: readonly Secret[]): boolean;
  /** The trials taken so far. */
  effort(): Effort;
}

/** A full budget. */
export function createTrialBudget(): TrialBudget {
  let trials = 0;
  let bytesHashed = 0;
  let isComplete = true;

  function affords(bodyBytes: number, secrets: readonly Secret[]): boolean {
    const count = countHmacs(secrets);
    const isLeft = trials + count <= MAX_TRIALS && bytesHashed + bodyBytes * count <= MAX_HASHED_BYTES;
    isComplete &&= isLeft;
    return isLeft;
  }

  return {
    affords,
    take(bodyBytes, secrets) {
      if (!affords(bodyBytes, secrets)) return false;
      const count = countHmacs(secrets);
      trials += count;
      bytesHashed += bodyBytes * count;
      return true;
    },
    effort: () => ({ trials, bytesHashed, isComplete }),
  };
}

/**
 * A refusal costs one per secret, and one more if there is a secret to trim: the message says so.
 */
function countHmacs(secrets: readonly Secret[]): number {
  const isOneTrimmed = secrets.some((secret) => trimSecret(secret) !== undefined);
  return secrets.length + (isOneTrimmed ? 1 : 0);
}
