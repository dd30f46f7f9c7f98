import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { budgets } from "./budgets.ts";
import { measure } from "../processes.ts";
import { exportOf } from "./providers.ts";
import type { Care } from "./speed.ts";
import { limited, times, type Row } from "../figures.ts";

/**
 * Bodies of 17 to 25 MB. The last is one event with about as long an array as `maxBodyBytes`
 * admits.
 */
const batches = [
  { what: "100 000 events", events: 100_000 },
  { what: "85 000 events, arrays of 10 numbers", events: 85_000, numbers: 10 },
  { what: "35 000 events, arrays of 100 numbers", events: 35_000, numbers: 100 },
  { what: "5 000 events, arrays of 1 000 numbers", events: 5_000, numbers: 1_000 },
  { what: "one array of 25 MB", events: 1, numbers: 6_400_000 },
] as const satisfies readonly { what: string; events: number; numbers?: number }[];

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

/**
 * GO Feature Flag's batches against the bare HMAC and JSON.parse: duration, and by how much the
 * process grows at most.
 */
export function batchRows(care: Care, temporary: string): readonly Row[] {
  return batches
    .filter(({ what }) => what.includes(care.match))
    .flatMap((batch) => rowsOf(batch, care, join(temporary, "batch.json")));
}

function rowsOf(
  batch: { readonly what: string; readonly events: number; readonly numbers?: number },
  { node, rounds, processes }: Care,
  path: string,
): readonly Row[] {
  writeFileSync(path, exportOf(batch.events, batch.numbers));

  const ratio = (what: string): number =>
    (measure("batch", [what, path, String(rounds)], { node }) as { ratio: number }).ratio;
  const runs = Array.from({ length: processes }, () => ({
    duration: ratio("duration"),
    withDigest: ratio("duration-with-digest"),
    bare: (measure("batch", ["bare", path], { node }) as { peak: number }).peak,
    ours: (measure("batch", ["ours", path], { node }) as { peak: number }).peak,
  }));
  const least = (name: keyof (typeof runs)[number]): number => Math.min(...runs.map((run) => run[name]));

  return [
    limited(`${batch.what}, duration`, least("duration"), { max: budgets.batch.duration }, times),
    { what: "  beside the digest for dedupeKey too", measured: times(least("withDigest")) },
    limited("  peak memory", least("ours") / least("bare"), { max: budgets.batch.memory }, times),
    { what: "  of HMAC and JSON.parse", measured: megabytes(least("bare")) },
    { what: "  of verify", measured: megabytes(least("ours")) },
  ];
}
