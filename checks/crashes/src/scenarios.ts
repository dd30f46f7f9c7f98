import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hasPostgres, startPostgres } from "../../../tools/test-support/servers/postgres.ts";
import { hasRedis, startRedis } from "../../../tools/test-support/servers/redis.ts";
import type { Disturbance, Run } from "./run.ts";
import { startProxy, type Proxy } from "../../../tools/test-support/servers/proxy.ts";
import { slowDisk } from "../../../tools/test-support/slow-disk.ts";
import type { StoreConfig } from "./workload/store-config.ts";
import { openTables } from "./workload/tables.ts";

/** One part of the check, by its engine and what is killed. */
export interface Scenario {
  /** Rounds in CI, and in a soak. */
  readonly rounds: { readonly ci: number; readonly soak: number };
  run(rounds: number, report: Report): Promise<void>;
}

export interface Report {
  /** A run whose invariants must hold. */
  run(title: string, run: Run): Promise<void>;
  /**
   * A run that should lose deliveries, or the others prove nothing. Printed and not judged: it is
   * chance.
   */
  control(title: string, run: Run): Promise<void>;
}

const PROCESSES = { ci: 20, soak: 1000 };
const ENGINES = { ci: 5, soak: 100 };
const SLOW_MS = 20;

/** The scenarios, by name. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  sqlite: { rounds: { ci: 60, soak: 1000 }, run: onSqlite },
  bullmq: { rounds: PROCESSES, run: onRedis },
  "pg-boss": { rounds: PROCESSES, run: onPostgres },
  "pg-boss-tx": { rounds: PROCESSES, run: inTransactions },
  "redis-killed": { rounds: ENGINES, run: onDyingRedis },
  "postgres-killed": { rounds: ENGINES, run: onDyingPostgres },
};

async function onSqlite(rounds: number, report: Report): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "flaghook-crash-"));
  await report.run("sqlite", {
    rounds,
    config: { kind: "sqlite", at: join(folder, "inbox.db"), leaseMs: 1000 },
  });
  rmSync(folder, { recursive: true });
}

async function onRedis(rounds: number, report: Report): Promise<void> {
  if (!hasRedis()) return;
  await during(await startRedis(), ({ url }) =>
    report.run("bullmq", { rounds, config: { kind: "bullmq", at: url, leaseMs: 1000 } }),
  );
}

async function onPostgres(rounds: number, report: Report): Promise<void> {
  if (!hasPostgres()) return;
  await during(await startPostgres(), ({ connectionString }) =>
    report.run("pg-boss", { rounds, config: { kind: "pg-boss", at: connectionString, leaseMs: 10_000 } }),
  );
}

async function inTransactions(rounds: number, report: Report): Promise<void> {
  if (!hasPostgres()) return;
  await during(await startPostgres(), async ({ connectionString }) => {
    const config = await configWithTables(connectionString);
    await report.run("pg-boss, in transactions", { rounds, config });
  });
}

async function onDyingRedis(rounds: number, report: Report): Promise<void> {
  if (!hasRedis()) return;
  const env = slowDisk(SLOW_MS);
  if (env === undefined) return skipSlow("Redis");
  await during(await startRedis({}, env), (server) =>
    behindProxy(server.port, (proxy) =>
      report.run(`bullmq, Redis killed and cut off under fsync +${SLOW_MS} ms`, {
        rounds,
        config: { kind: "bullmq", at: `redis://127.0.0.1:${proxy.port}`, leaseMs: 1000 },
        disturbances: disturbancesOf(proxy, async () => {
          await server.kill("SIGKILL");
          await server.restart(env);
        }),
      }),
    ),
  );
  await during(await startRedis({ appendfsync: "everysec" }, slowDisk(1800)), (server) =>
    report.control("everysec, fsync +1.8 s, Redis killed once", {
      rounds: 1,
      config: { kind: "bullmq", at: server.url, leaseMs: 1000, durability: "unsafe" },
      disturbances: [
        toKill(async () => {
          await server.kill("SIGKILL");
          await server.restart();
        }),
      ],
    }),
  );
}

async function onDyingPostgres(rounds: number, report: Report): Promise<void> {
  if (!hasPostgres()) return;
  const env = slowDisk(SLOW_MS);
  if (env === undefined) return skipSlow("Postgres");
  // Postgres would fsync each of its thousand files before it recovers.
  await during(await startPostgres({ recovery_init_sync_method: "syncfs" }, env), async (server) => {
    const url = new URL(server.connectionString);
    await behindProxy(Number(url.port), async (proxy) => {
      url.port = String(proxy.port);
      await report.run(`pg-boss, in transactions, Postgres killed and cut off under fsync +${SLOW_MS} ms`, {
        rounds,
        config: await configWithTables(url.href),
        disturbances: disturbancesOf(proxy, async () => {
          await server.kill();
          await server.restart(env);
        }),
      });
    });
  });
  // Nothing else is written during an fsync.
  const forgetful = { synchronous_commit: "off", wal_buffers: "64MB" };
  await during(await startPostgres(forgetful, slowDisk(200)), (server) =>
    report.control("synchronous_commit off, fsync +0.2 s, Postgres killed once", {
      rounds: 1,
      config: { kind: "pg-boss", at: server.connectionString, leaseMs: 10_000, durability: "unsafe" },
      disturbances: [
        toKill(async () => {
          await pause(3000); // the tables made at the start have to be on disk
          await server.kill();
          await server.restart();
        }),
      ],
    }),
  );
}

/** How long an engine is away: longer than BullMQ's leases, and than the wait between two looks. */
const AWAY_MS = 3000;

/** One of each in the rounds of CI: killed twice, cut off, away for a while, and silent. */
function disturbancesOf(proxy: Proxy, kill: () => Promise<void>): readonly Disturbance[] {
  return [
    toKill(kill),
    { isOutage: true, happen: async () => proxy.cut() },
    {
      isOutage: true,
      async happen() {
        proxy.goAway();
        await pause(AWAY_MS);
        proxy.comeBack();
      },
    },
    toKill(kill),
    // Connections that are there say nothing any more, until their owners give them up.
    { isOutage: true, happen: async () => proxy.freeze() },
  ];
}

function toKill(kill: () => Promise<void>): Disturbance {
  return { isOutage: false, happen: kill };
}

async function behindProxy(port: number, work: (proxy: Proxy) => Promise<void>): Promise<void> {
  await during(await startProxy(port), work);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Does the work and stops the server, whatever happens. */
async function during<Server extends { stop(): Promise<void> }>(
  server: Server,
  work: (server: Server) => Promise<void>,
): Promise<void> {
  try {
    await work(server);
  } finally {
    await server.stop();
  }
}

async function configWithTables(at: string): Promise<StoreConfig> {
  const tables = await openTables(at);
  await tables.close();
  return { kind: "pg-boss", at, leaseMs: 10_000, hasTransactions: true };
}

function skipSlow(engine: string): void {
  console.warn(`SKIPPED: no C compiler (or not Linux), so ${engine} was not killed under a slowed fsync.`);
}
