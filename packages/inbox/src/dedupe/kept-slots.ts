import { slotOf } from "../store/stored-entry.ts";

/** Replays kept aside of one first delivery. Those beyond are counted. */
export const MAX_KEPT = 16;

/**
 * The slots in which replays of a first delivery are kept aside: as many as may be kept, so that no
 * two processes can keep more.
 *
 * They differ in the first half of their digits, since an engine may use no more.
 */
export function keptSlots(firstSlot: string): readonly string[] {
  const digits = slotOf(firstSlot, "kept");
  return Array.from(
    { length: MAX_KEPT },
    (_, index) => `${digits.slice(0, 31)}${index.toString(16)}${digits.slice(32)}`,
  );
}
