import type { ClaimQuery } from "./leased-rows.ts";

/**
 * By how much a time in a table may be further ahead than any wait or lease of ours, in milliseconds: another process may
 * have longer ones, or have read its clock later. What lies further ahead was written before the clock was set back.
 */
const TOLERANCE = 300_000;

/** Waits of other processes may be as long as this, whatever ours are. */
const USUAL_LONGEST_WAIT = 3_600_000;

/** A time that a clock which was set back has left too far ahead. */
export interface SetBack {
  /** Later than this it can only be when the clock was set back. */
  readonly latest: number;
  /** What it becomes. */
  readonly due: number;
}

/**
 * Of what waits for its next try, and of what runs. The first falls due now; the second has a lease more, in which a process
 * that lives renews it. What was never tried waits for no time.
 */
export function setBacks({ now, lease, longestWait }: ClaimQuery): Record<"waiting" | "running", SetBack> {
  const longest = Math.max(longestWait, USUAL_LONGEST_WAIT);
  return {
    waiting: { latest: now + longest + TOLERANCE, due: now },
    running: { latest: now + lease + TOLERANCE, due: now + lease },
  };
}
