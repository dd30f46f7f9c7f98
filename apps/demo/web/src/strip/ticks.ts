const MINUTE_MS = 60_000;

/** Distances that people count in. */
const STEPS_MS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080].map(
  (minutes) => minutes * MINUTE_MS,
);

/** Round moments between two others, at most seven, none at the very edges. */
export function ticksOf(from: number, to: number): readonly number[] {
  const step = STEPS_MS.find((ms) => (to - from) / ms <= 7) ?? (to - from) / 6;
  // Round in the viewer's zone: half past is half past there, too.
  const offset = new Date(to).getTimezoneOffset() * MINUTE_MS;
  const first = Math.ceil((from - offset) / step) * step + offset;
  const margin = (to - from) * 0.05;
  const ticks: number[] = [];
  for (let at = first; at < to - margin; at += step) if (at > from + margin) ticks.push(at);
  return ticks;
}
