// Prints what each store accepts per second, how late, and how long a delivery takes from accept to its handler.
//
//   node --conditions=@flaghook/source checks/bench-inbox/src/main.ts [--quick] [--store sqlite] [--rows 1000,100000,1000000]
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
import { isTargetName, TARGETS, verdictOn, type TargetName } from "./targets.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    store: { type: "string" },
    rows: { type: "string" },
  },
});
const SIZES = (values.rows ?? (values.quick ? "1000" : "1000,100000")).split(",").map(Number);
/** A measurement of each kind. The quick ones say whether something broke; figures to publish come from the long ones. */
const { accepts, handled, loopSeconds } = values.quick
  ? { accepts: [500, 2500, 8000], handled: 200, loopSeconds: 2 }
  : { accepts: [3000, 15_000, 30_000], handled: 500, loopSeconds: 5 };
/** Senders at a time. */
const SENDERS = [1, 8, 64];
const MILLION = 1_000_000;

const figures = new Map<TargetName, number>();

console.log(
  `Node ${process.versions.node}; fdatasync p50 of ${tmpdir()}: ${fdatasyncMedian().toFixed(2)} ms; bodies of 2 KB`,
);
if (isWanted("sqlite")) await onSqlite();
if (isWanted("bullmq") && hasRedis()) {
  const server = await startRedis();
  await bench("bullmq", "bullmq, appendfsync always", () => bullmqStore({ connection: server.url }));
  await server.stop();
}
if (isWanted("pg-boss") && hasPostgres()) {
  const server = await startPostgres();
  await bench("pg-boss", "pg-boss", () => pgBossStore({ connectionString: server.connectionString }));
  await server.stop();
}
if (isWanted("sqlite")) benchEventLoop();
printTargets();

function isWanted(store: string): boolean {
  return values.store === undefined || values.store === store;
}

async function onSqlite(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "flaghook-bench-"));
  await bench("sqlite", "sqlite", () => sqliteStore({ path: join(folder, "inbox.db") }));
  rmSync(folder, { recursive: true });
}

async function bench(store: string, title: string, open: () => Store): Promise<void> {
  console.log(`\n${title}`);
  let rows = 0;
  let atFirst: number | undefined;
  for (const size of SIZES) {
    if (size > rows) await fill(open(), size - rows);
    rows = Math.max(rows, size);
    for (const [index, senders] of SENDERS.entries()) {
      const count = accepts[index]!;
      const { perSecond, p99 } = await measureAccepts(open(), senders, count);
      rows += count;
      const name = `${store}, ${senders} senders`;
      // The target is of an inbox in daily use; what more rows do to it is a target of its own.
      if (size === SIZES[0]) note(name, perSecond);
      if (senders === 8) atFirst ??= perSecond;
      if (senders === 8 && size === MILLION && size !== SIZES[0])
        note(`${name}, slower at 1 000 000 rows`, atFirst! / perSecond);
      console.log(
        `  from ${size} rows, ${String(senders).padStart(2)} senders: ${perSecond.toFixed(0).padStart(6)} accepts/s, p99 ${p99.toFixed(1)} ms`,
      );
    }
    const { p50, p99 } = await measureEndToEnd(open(), handled);
    console.log(
      `  from ${size} rows, accept to handler at 100 per second: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
    );
  }
}

function note(name: string, figure: number): void {
  if (isTargetName(name)) figures.set(name, figure);
}

function printTargets(): void {
  console.log("\ntargets");
  for (const name of Object.keys(TARGETS).filter(isTargetName)) {
    const figure = figures.get(name);
    console.log(`  ${name}: ${figure?.toFixed(1) ?? "-"} ${TARGETS[name].unit}; ${verdictOn(name, figure)}`);
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
    const printed = execFileSync(
      process.execPath,
      ["--conditions=@flaghook/source", script, String(loopSeconds)],
      {
        env,
        encoding: "utf8",
      },
    );
    const { p99 } = JSON.parse(printed) as { p99: number };
    note(`sqlite, event loop p99, fsync +${slow} ms`, p99);
    console.log(`  fsync +${slow} ms: p99 ${p99.toFixed(1)} ms`);
  }
}
