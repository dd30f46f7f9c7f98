// Floods an inbox with replays of one recorded delivery, while its engine is 10 ms away, and times genuine
// deliveries of the same provider and of another. Ends with 1 when in none of three floods their p99 is under
// 100 ms, and what the machine's own p99 is above its median.
//
//   node -C @flaghook/source checks/flood/src/main.ts
import type { Store } from "@flaghook/inbox/store";
import { bullmqStore } from "@flaghook/inbox-bullmq";
import { pgBossStore } from "@flaghook/inbox-pg-boss";
import { hasPostgres, startPostgres } from "../../../tools/test-support/servers/postgres.ts";
import { startProxy } from "../../../tools/test-support/servers/proxy.ts";
import { hasRedis, startRedis } from "../../../tools/test-support/servers/redis.ts";
import { measure } from "./measure.ts";

const FLOODS = 3;
/** One way of two: a round trip takes 10 ms. */
const DELAY_MS = 5;
const LIMIT_MS = 100;

async function onRedis(): Promise<void> {
  const server = await startRedis();
  const proxy = await startProxy(server.port, DELAY_MS);
  const connection = `redis://127.0.0.1:${proxy.port}`;
  await report("bullmq", (name) => bullmqStore({ name, connection }));
  await proxy.stop();
  await server.stop();
}

async function onPostgres(): Promise<void> {
  const server = await startPostgres();
  const url = new URL(server.connectionString);
  const proxy = await startProxy(Number(url.port), DELAY_MS);
  url.port = String(proxy.port);
  await report("pg-boss", (name) => pgBossStore({ name, connectionString: url.href }));
  await proxy.stop();
  await server.stop();
}

async function report(engine: string, createStore: (name: string) => Store): Promise<void> {
  for (let flood = 1; flood <= FLOODS; flood++) {
    const faults = await describeFlood(engine, createStore(`flood-${flood}`));
    if (faults.length === 0) return;
    for (const fault of faults) console.error(`  FAULT: ${fault}`);
  }
  process.exitCode = 1;
}

/** Prints what a flood did. Gives what was too slow. */
async function describeFlood(engine: string, store: Store): Promise<readonly string[]> {
  const { replays, kept, seconds, calm, latencies } = await measure(store);
  console.log(`${engine}: ${replays} replays in ${seconds.toFixed(1)} s, ${kept} kept`);
  console.log(`  genuine deliveries without a flood: ${say(calm)}`);
  // A busy machine is late by itself.
  const limitMs = LIMIT_MS + percentile(calm, 0.99) - percentile(calm, 0.5);
  return Object.entries(latencies).flatMap(([provider, milliseconds]) => {
    console.log(`  genuine deliveries of ${provider} in the flood: ${say(milliseconds)}`);
    const isLate = percentile(milliseconds, 0.99) >= limitMs;
    return isLate ? [`the p99 of ${provider} is not under ${limitMs.toFixed(0)} ms`] : [];
  });
}

function say(milliseconds: readonly number[]): string {
  const [p50, p99, most] = [0.5, 0.99, 1].map((share) => percentile(milliseconds, share).toFixed(0));
  return `p50 ${p50} ms, p99 ${p99} ms, max ${most} ms (${milliseconds.length})`;
}

/** The value below which this share of the values lies. */
function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

if (hasRedis()) await onRedis();
if (hasPostgres()) await onPostgres();
