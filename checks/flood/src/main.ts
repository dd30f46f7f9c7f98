// Floods an inbox with replays of one recorded delivery, while its engine is 10 ms away, and times genuine
// deliveries of the same provider and of another. Prints their p99 beside what it should be. Ends with 1 where
// deliveries stall, or a batch takes more round trips than the target has room for: times depend on the machine,
// and these do not.
//
//   node -C @flaghook/source checks/flood/src/main.ts
import type { Store } from "@flaghook/inbox/store";
import { bullmqStore } from "@flaghook/inbox-bullmq";
import { pgBossStore } from "@flaghook/inbox-pg-boss";
import { hasPostgres, startPostgres } from "../../../tools/test-support/servers/postgres.ts";
import { startProxy, type Proxy } from "../../../tools/test-support/servers/proxy.ts";
import { hasRedis, startRedis } from "../../../tools/test-support/servers/redis.ts";
import { measure } from "./measure.ts";

/** One way of two: a round trip takes 10 ms. */
const DELAY_MS = 5;
const TARGET_MS = 100;
/** Replays that were resolved one by one kept every accept waiting for 5.5 s. */
const STALL_MS = 1000;
/**
 * Round trips for each burst of replays and each genuine delivery, as many as there can be batches:
 * a look, and what is stored, counted or notified. A delivery waits for the batch before its own,
 * so that with twice as many it would miss the target.
 */
const MOST_ROUND_TRIPS = 5;

async function onRedis(): Promise<void> {
  const server = await startRedis();
  const proxy = await startProxy(server.port, DELAY_MS);
  const connection = `redis://127.0.0.1:${proxy.port}`;
  await report("bullmq", proxy, (name) => bullmqStore({ name, connection }));
  await proxy.stop();
  await server.stop();
}

async function onPostgres(): Promise<void> {
  const server = await startPostgres();
  const url = new URL(server.connectionString);
  const proxy = await startProxy(Number(url.port), DELAY_MS);
  url.port = String(proxy.port);
  await report("pg-boss", proxy, (name) => pgBossStore({ name, connectionString: url.href }));
  await proxy.stop();
  await server.stop();
}

async function report(engine: string, proxy: Proxy, createStore: (name: string) => Store): Promise<void> {
  const measured = await measure(createStore("flood"), () => proxy.roundTrips());
  const { replays, kept, seconds, calm, latencies, roundTrips } = measured;
  console.log(`${engine}: ${replays} replays in ${seconds.toFixed(1)} s, ${kept} kept`);
  console.log(`  genuine deliveries without a flood: ${say(calm)}`);
  console.log(`  round trips for each batch at most: ${roundTrips.toFixed(1)}, of ${MOST_ROUND_TRIPS}`);
  if (roundTrips > MOST_ROUND_TRIPS) {
    console.error(`  FAULT: a batch takes ${roundTrips.toFixed(1)} round trips`);
    process.exitCode = 1;
  }
  for (const [provider, milliseconds] of Object.entries(latencies)) {
    const p99 = percentile(milliseconds, 0.99);
    const result = p99 < TARGET_MS ? "met" : "NOT MET";
    console.log(
      `  genuine deliveries of ${provider} in the flood: ${say(milliseconds)}; under ${TARGET_MS} ms ${result}`,
    );
    if (p99 < STALL_MS) continue;
    console.error(`  FAULT: deliveries of ${provider} stall: their p99 is ${p99.toFixed(0)} ms`);
    process.exitCode = 1;
  }
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
