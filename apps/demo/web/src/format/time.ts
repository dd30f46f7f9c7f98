const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const minute = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long" });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto", style: "short" });

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

/** The time of day in the viewer's zone, to the second. */
export function clockOf(at: string | number): string {
  return clock.format(new Date(at));
}

/** The time of day in the viewer's zone, to the minute. */
export function minuteOf(at: string | number): string {
  return minute.format(new Date(at));
}

/** The day, where it is not the one of `now`. */
export function dayOf(at: string | number, now: number): string {
  const date = new Date(at);
  return date.toDateString() === new Date(now).toDateString() ? "" : day.format(date);
}

/** Date, time and zone. */
export function fullTimeOf(at: string): string {
  return full.format(new Date(at));
}

/** How long ago: `12 min ago`. */
export function agoOf(at: string, now: number): string {
  const passed = Date.parse(at) - now;
  const [unit, length] = UNITS.find(([, ms]) => Math.abs(passed) >= ms) ?? (["second", 1000] as const);
  return relative.format(Math.round(passed / length), unit);
}

/** A range of time as one reads it: `10:02 – 10:32`. */
export function rangeOf(from: string, to: string): string {
  const now = Date.now();
  const text = (at: string): string => `${dayOf(at, now)} ${minuteOf(at)}`.trim();
  if (from === "") return `until ${text(to)}`;
  if (to === "") return `since ${text(from)}`;
  return `${text(from)} – ${text(to)}`;
}
