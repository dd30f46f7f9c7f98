/** @throws {TypeError} when `now` gives anything but a valid Date, not before 1970 */
export function readClock(now: (() => Date) | undefined): number {
  if (now === undefined) return Date.now();
  const date = now();
  checkDate("what now() returns", date);
  return Number(date);
}

/** @throws {TypeError} when it is anything but a valid Date, of whatever realm, that a sender can write: none before 1970 */
export function checkDate(what: string, date: unknown): void {
  if (Object.prototype.toString.call(date) === "[object Date]" && Number(date) >= 0) return;
  throw new TypeError(`${what} must be a valid Date, not before 1970.`);
}
