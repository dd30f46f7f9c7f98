/** What a figure should be. */
export interface Target {
  readonly is: "at least" | "at most" | "under";
  readonly bound: number;
  readonly unit: string;
}

/** The targets, by the name of their figure. A bench says how it was; it fails nothing, since disks and machines differ. */
export const TARGETS = {
  "sqlite, 8 senders": { is: "at least", bound: 2000, unit: "accepts/s" },
  "sqlite, 8 senders, slower at 1 000 000 rows": { is: "at most", bound: 3, unit: "times" },
  "sqlite, event loop p99, fsync +10 ms": { is: "under", bound: 5, unit: "ms" },
  "pg-boss, 64 senders": { is: "at least", bound: 5000, unit: "accepts/s" },
  "bullmq, 64 senders": { is: "at least", bound: 5000, unit: "accepts/s" },
} as const satisfies Record<string, Target>;

export type TargetName = keyof typeof TARGETS;

export function isTargetName(name: string): name is TargetName {
  return Object.hasOwn(TARGETS, name);
}

/** E.g. `target at least 2000 accepts/s: met`. A figure that was not measured is no verdict. */
export function verdictOn(name: TargetName, figure: number | undefined): string {
  const { is, bound, unit }: Target = TARGETS[name];
  return `target ${is} ${bound} ${unit}: ${figure === undefined ? "not measured" : isMet(is, figure, bound) ? "met" : "MISSED"}`;
}

function isMet(is: Target["is"], figure: number, bound: number): boolean {
  if (is === "at least") return figure >= bound;
  return is === "at most" ? figure <= bound : figure < bound;
}
