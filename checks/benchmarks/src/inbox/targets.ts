import { limited, times, type Limit, type Row } from "../figures.ts";

interface Target {
  readonly limit: Limit;
  readonly print: (value: number) => string;
}

const perSecond = (value: number): string => `${value.toFixed(0)} accepts/s`;
const milliseconds = (value: number): string => `${value.toFixed(1)} ms`;

/**
 * What figures should be, by their name. A bench says how it was; it fails nothing, since disks and
 * machines differ.
 */
const targets: Readonly<Record<string, Target>> = {
  "sqlite beside a bare write, 64 senders": { limit: { min: 1 }, print: times },
  "bullmq beside a bare write, 64 senders": { limit: { min: 0.7 }, print: times },
  "sqlite, 8 senders": { limit: { min: 2000 }, print: perSecond },
  "sqlite, 8 senders, slower at 1000000 rows": { limit: { max: 3 }, print: times },
  "sqlite, event loop p99, fsync +10 ms": { limit: { max: 5 }, print: milliseconds },
  "pg-boss, 64 senders": { limit: { min: 5000 }, print: perSecond },
  "bullmq, 64 senders": { limit: { min: 5000 }, print: perSecond },
};

/** The targets, each beside its figure if that was measured. */
export function targetRows(figures: ReadonlyMap<string, number>): readonly Row[] {
  return Object.entries(targets).map(([name, { limit, print }]) =>
    limited(name, figures.get(name), limit, print),
  );
}
