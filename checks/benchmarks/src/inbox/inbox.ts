import { tmpdir } from "node:os";
import { slowDisk } from "../../../../tools/test-support/slow-disk.ts";
import { measure } from "../processes.ts";
import { printFigures, times } from "../figures.ts";
import { fdatasyncMedian } from "./disk.ts";
import { engines, type Engine } from "./engines.ts";
import { fill, measureAccepts, measureBeside, measureEndToEnd } from "./measure.ts";
import { targetRows } from "./targets.ts";

/** What to measure of the inbox. */
export interface InboxPlan {
  readonly isQuick: boolean;
  /** One store; all when it is left out. */
  readonly store: string | undefined;
  /** Row counts, rising, with a comma between them. */
  readonly rows: string | undefined;
}

/**
 * How much to measure. A quick run says whether something broke; figures to publish come from the
 * long one.
 */
interface Amounts {
  /** Rows in the store at first. */
  readonly sizes: readonly number[];
  /** Accepts by 1, 8 and 64 senders at a time. */
  readonly accepts: Readonly<Record<1 | 8 | 64, number>>;
  /** Writes in a round beside the engine without an inbox, by senders, and such rounds. */
  readonly beside: Readonly<Record<1 | 64, number>>;
  readonly rounds: number;
  readonly handled: number;
  readonly loopSeconds: number;
}

const QUICK: Amounts = {
  sizes: [1000],
  accepts: { 1: 500, 8: 2500, 64: 8000 },
  beside: { 1: 100, 64: 1000 },
  rounds: 5,
  handled: 200,
  loopSeconds: 2,
};
const LONG: Amounts = {
  sizes: [1000, 100_000],
  accepts: { 1: 3000, 8: 15_000, 64: 30_000 },
  beside: { 1: 200, 64: 2000 },
  rounds: 21,
  handled: 500,
  loopSeconds: 5,
};
const MILLION = 1_000_000;

/**
 * Prints what each store accepts per second, how late, and how long a delivery takes from accept to
 * its handler.
 */
export async function benchInbox({ isQuick, store, rows }: InboxPlan): Promise<void> {
  const amounts = { ...(isQuick ? QUICK : LONG), ...(rows !== undefined && { sizes: readSizes(rows) }) };
  if (store !== undefined && !Object.hasOwn(engines, store)) {
    throw new TypeError(`no store ${store}: ${Object.keys(engines).join(", ")}`);
  }
  console.log(
    `\nThe inbox: bodies of 2 KB; fdatasync p50 of ${tmpdir()}: ${fdatasyncMedian().toFixed(2)} ms`,
  );
  const figures = new Map<string, number>();
  for (const [name, start] of Object.entries(engines)) {
    if (store !== undefined && store !== name) continue;
    const engine = await start();
    if (engine === undefined) continue;
    await benchEngine(name, engine, amounts, figures);
    await engine.stop();
  }
  if (store === undefined || store === "sqlite") benchEventLoop(amounts.loopSeconds, figures);
  printFigures("Targets of the inbox", targetRows(figures));
}

function readSizes(rows: string): readonly number[] {
  const sizes = rows.split(",").map(Number);
  if (sizes.every((size) => Number.isSafeInteger(size) && size > 0)) return sizes;
  throw new TypeError(`--rows takes numbers with commas between them, and not ${rows}`);
}

async function benchEngine(
  name: string,
  { title, open, openBare }: Engine,
  { sizes, accepts, beside, rounds, handled }: Amounts,
  figures: Map<string, number>,
): Promise<void> {
  console.log(`\n${title}`);
  for (const [number, count] of Object.entries(beside)) {
    const senders = Number(number);
    const found = await measureBeside(open(), await openBare(), { senders, count, rounds });
    figures.set(`${name} beside a bare write, ${senders} senders`, found.ratio);
    console.log(
      `  beside a bare write, ${number.padStart(2)} senders: ${found.accepts.toFixed(0)} accepts/s, ${found.bare.toFixed(0)} bare writes/s: ${times(found.ratio)}`,
    );
  }
  let rows = 0;
  for (const size of sizes) {
    if (size > rows) await fill(open(), size - rows);
    rows = Math.max(rows, size);
    for (const [senders, count] of Object.entries(accepts)) {
      const { perSecond, p99 } = await measureAccepts(open(), Number(senders), count);
      rows += count;
      const figure = `${name}, ${senders} senders`;
      // The target is of an inbox in daily use; what more rows do to it is a target of its own.
      if (size === sizes[0]) figures.set(figure, perSecond);
      else if (size === MILLION)
        figures.set(`${figure}, slower at ${MILLION} rows`, figures.get(figure)! / perSecond);
      console.log(
        `  from ${size} rows, ${senders.padStart(2)} senders: ${perSecond.toFixed(0).padStart(6)} accepts/s, p99 ${p99.toFixed(1)} ms`,
      );
    }
    const { p50, p99 } = await measureEndToEnd(open(), handled);
    console.log(
      `  from ${size} rows, accept to handler at 100 per second: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
    );
  }
}

function benchEventLoop(seconds: number, figures: Map<string, number>): void {
  console.log("\nevent loop at 2 000 accepts/s on sqlite");
  for (const slow of [0, 10]) {
    const env = slow === 0 ? process.env : slowDisk(slow);
    if (env === undefined) {
      console.warn("  SKIPPED: no C compiler (or not Linux), so fsync was not slowed.");
      continue;
    }
    const { p99 } = measure("event-loop", [String(seconds)], { env }) as { p99: number };
    figures.set(`sqlite, event loop p99, fsync +${slow} ms`, p99);
    console.log(`  fsync +${slow} ms: p99 ${p99.toFixed(1)} ms`);
  }
}
