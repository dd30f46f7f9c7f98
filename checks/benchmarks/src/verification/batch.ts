import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { budgets } from "./budgets.ts";
import { measure } from "../processes.ts";
import { exportOf } from "./providers.ts";
import type { Care } from "./speed.ts";
import { limited, times, type Row } from "../figures.ts";

const EVENTS = 100_000;

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

/**
 * GO Feature Flag's batch against the bare HMAC and JSON.parse: duration, and by how much the
 * process grows at most.
 */
export function batchRows({ node, rounds, processes }: Care, temporary: string): readonly Row[] {
  const path = join(temporary, "batch.json");
  writeFileSync(path, exportOf(EVENTS));

  const runs = Array.from({ length: processes }, () => ({
    duration: (measure("batch", ["duration", path, String(rounds)], { node }) as { ratio: number }).ratio,
    bare: (measure("batch", ["bare", path], { node }) as { peak: number }).peak,
    ours: (measure("batch", ["ours", path], { node }) as { peak: number }).peak,
  }));
  const least = (name: keyof (typeof runs)[number]): number => Math.min(...runs.map((run) => run[name]));

  return [
    limited(`duration, ${EVENTS} events`, least("duration"), { max: budgets.batch.duration }, times),
    limited("peak memory", least("ours") / least("bare"), { max: budgets.batch.memory }, times),
    { what: "  of HMAC and JSON.parse", measured: megabytes(least("bare")) },
    { what: "  of verify", measured: megabytes(least("ours")) },
  ];
}
