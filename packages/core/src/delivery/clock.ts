import { tagOf } from "../errors/tag.ts";

/** @throws {TypeError} when `now` gives anything but a valid Date, not before 1970 */
export function readClock(now: (() => Date) | undefined): number {
  if (now === undefined) return Date.now();
  return readDate("what now() returns", now());
}

/**
 * The time of a Date, read once.
 *
 * @throws {TypeError} unless it is a valid Date, of any realm, and not before 1970: no sender can
 *   write an earlier one
 */
export function readDate(what: string, date: unknown): number {
  const time = tagOf(date) === "Date" ? Number(date) : -1;
  if (time >= 0) return time;
  throw new TypeError(`${what} must be a valid Date, not before 1970.`);
}
