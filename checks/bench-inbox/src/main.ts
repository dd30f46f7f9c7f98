// Prints what each store accepts per second, how late, and how long a delivery takes from accept to its handler.
//
//   node --conditions=@flaghook/source checks/bench-inbox/src/main.ts [--store sqlite] [--rows 1000,100000,1000000]
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Store } from "@flaghook/inbox";
import { bullmqStore } from "@flaghook/inbox/bullmq";
import { pgBossStore } from "@flaghook/inbox/pg-boss";
import { sqliteStore } from "@flaghook/inbox/sqlite";
import { hasPostgres, startPostgres } from "../../../packages/inbox/test/engines/postgres.ts";
import { hasRedis, startRedis } from "../../../packages/inbox/test/engines/redis.ts";
import { slowDisk } from "../../inbox-crash/src/slow-disk.ts";
import { fdatasyncMedian } from "./disk.ts";
import { fill, measureAccepts, measureEndToEnd } from "./measure.ts";

const { values } = parseArgs({
  options: { store: { type: "string" }, rows: { type: "string", default: "1000,100000" } },
});
const SIZES = values.rows.split(",").map(Number);
/** Senders at a time, and accepts per measurement. */
const SENDERS = [
  [1, 3000],
  [8, 15_000],
  [64, 30_000],
] as const;

console.log(
  `Node ${process.versions.node}; fdatasync p50 of ${tmpdir()}: ${fdatasyncMedian().toFixed(2)} ms; bodies of 2 KB`,
);
if (isWanted("sqlite")) await onSqlite();
if (isWanted("bullmq") && hasRedis()) {
  const server = await startRedis();
  await bench("bullmq, appendfsync always", () => bullmqStore({ connection: server.url }));
  await server.stop();
}
if (isWanted("pg-boss") && hasPostgres()) {
  const server = await startPostgres();
  await bench("pg-boss", () => pgBossStore({ connectionString: server.connectionString }));
  await server.stop();
}
if (isWanted("sqlite")) benchEventLoop();

function isWanted(store: string): boolean {
  return values.store === undefined || values.store === store;
}

async function onSqlite(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "flaghook-bench-"));
  await bench("sqlite", () => sqliteStore({ path: join(folder, "inbox.db") }));
  rmSync(folder, { recursive: true });
}

async function bench(title: string, open: () => Store): Promise<void> {
  console.log(`\n${title}`);
  const { p50, p99: late } = await measureEndToEnd(open(), 500);
  console.log(`  accept to handler, 100 per second: p50 ${p50.toFixed(1)} ms, p99 ${late.toFixed(1)} ms`);
  let rows = 0;
  for (const size of SIZES) {
    if (size > rows) await fill(open(), size - rows);
    rows = Math.max(rows, size);
    for (const [senders, count] of SENDERS) {
      const { perSecond, p99 } = await measureAccepts(open(), senders, count);
      rows += count;
      console.log(
        `  from ${size} rows, ${String(senders).padStart(2)} senders: ${perSecond.toFixed(0).padStart(6)} accepts/s, p99 ${p99.toFixed(1)} ms`,
      );
    }
  }
}

function benchEventLoop(): void {
  console.log("\nevent loop at 2 000 accepts/s on sqlite");
  const script = fileURLToPath(new URL("./event-loop.ts", import.meta.url));
  for (const slow of [0, 10]) {
    const env = slow === 0 ? process.env : slowDisk(slow);
    if (env === undefined) {
      console.warn("  SKIPPED: no C compiler (or not Linux), so fsync was not slowed.");
      continue;
    }
    const printed = execFileSync(process.execPath, ["--conditions=@flaghook/source", script], {
      env,
      encoding: "utf8",
    });
    const { p99 } = JSON.parse(printed) as { p99: number };
    console.log(`  fsync +${slow} ms: p99 ${p99.toFixed(1)} ms`);
  }
}
