import {
  assertInteger,
  assertKnownOptions,
  assertStoreName,
  commitByProvider,
  LeaseLoop,
  listMatching,
  queueName,
  systemClock,
  type Acceptance,
  type CommitResult,
  type Entry,
  type Store,
  type StoreSettings,
} from "@flaghook/inbox/store";
import { announceNews } from "./commit/announce-news.ts";
import { commitAroundLocks } from "./commit/commit-around-locks.ts";
import { commitToQueue } from "./commit/commit-to-queue.ts";
import { entryToRetry, revive } from "./commit/revive.ts";
import { readConnection, type PostgresOptions, type PostgresPassword } from "./database/connection.ts";
import type { PostgresPool } from "./database/pool.ts";
import type { Durability } from "./database/durability.ts";
import { openBoss } from "./database/open-boss.ts";
import { schemaOf } from "./database/schema-name.ts";
import { STATEMENT_TIMEOUT_MS, withStatementTimeout } from "./database/statement-timeout.ts";
import { toDb } from "./database/transaction.ts";
import type { Engine } from "./job/engine.ts";
import { assertShortRun, heartbeatSeconds, placeOf, rowOf, storedRowOf } from "./job/job.ts";
import { openPausedTable, type PausedTable } from "./job/paused-table.ts";
import { createJobTable } from "./job/job-table.ts";
import { withoutPaused } from "./worker/pausable-jobs.ts";
import { withTransactions } from "./worker/handler-transaction.ts";
import { createLeasedJobs } from "./worker/leased-jobs.ts";
import { startReportingCrashed } from "./worker/report-crashed.ts";

export type { PostgresOptions, PostgresPassword } from "./database/connection.ts";
export type { PostgresPool, PostgresPoolClient } from "./database/pool.ts";
export type { Durability } from "./database/durability.ts";

/** Options of `pgBossStore`. */
export interface PgBossStoreOptions {
  /**
   * Keeps apart the apps that share a database: pg-boss's tables are in the schema
   * `flaghook_<name>`, made when it is missing. Up to 40 lower-case letters and digits, with single
   * hyphens (`_` in the schema) or underscores (`__`) between. All processes of one inbox have the
   * same.
   */
  readonly name: string;
  /**
   * E.g. `postgres://user:password@localhost:5432/app`. Not through a pooler in transaction mode.
   * This or `connection`.
   */
  readonly connectionString?: string;
  /**
   * A URL as well; options, `{ host, port, database, user, password, ssl }`; or a pool of pg of
   * your own, which the store uses and never ends. With a pool the store is not notified of what
   * other processes accept, and finds it within `pollMs`.
   */
  readonly connection?: string | PostgresOptions | PostgresPool;
  /**
   * Beside a URL: a password that is not in it, or a function that gives one, for each connection.
   */
  readonly password?: PostgresPassword;
  /** Beside a URL: `true`, or options of `node:tls` such as `{ ca }`. */
  readonly ssl?: NonNullable<PostgresOptions["ssl"]>;
  /**
   * Connections at most, beside one that listens. Default: the inbox's concurrency and 4. A handler
   * that uses `context.tx` holds one.
   */
  readonly connections?: number;
  /**
   * How often to look for what came out of a backoff. New deliveries are notified. Default 1 000.
   */
  readonly pollMs?: number;
  /**
   * Largest body as stored, after compression, in bytes. Default 67 108 864 (64 MiB), at most twice
   * as much.
   */
  readonly maxBytes?: number;
  /**
   * The store refuses to open a Postgres with `fsync` or `synchronous_commit` off. `"asserted"`
   * takes your word for what it does not tell. `"unsafe"` opens any Postgres, also one that can
   * lose what it acknowledged, and warns.
   */
  readonly durability?: Durability;
}

interface Opened extends Engine {
  readonly loops: Set<LeaseLoop>;
  readonly queues: Map<string, Promise<void>>;
  readonly paused: PausedTable;
  readonly stopListening: (() => Promise<void>) | undefined;
}

const KNOWN = [
  "name",
  "connectionString",
  "connection",
  "password",
  "ssl",
  "connections",
  "pollMs",
  "maxBytes",
  "durability",
];

/** As base64 well under what one jsonb string can hold. */
const MAX_BYTES = 128 * 1024 * 1024;

/**
 * A store on Postgres through pg-boss: one queue per provider, leased, retried and taken over by
 * pg-boss itself. Leases are at least 10 s.
 *
 * It alone can accept and handle inside your own transaction: `accept(…, { tx })` and `context.tx`.
 *
 * @throws {TypeError} when an option is missing, unknown or out of range
 *
 * @example
 * ```ts
 * import { createInbox } from "@flaghook/inbox";
 * import { pgBossStore } from "@flaghook/inbox-pg-boss";
 *
 * const store = pgBossStore({ name: "shop", connectionString: "postgres://localhost/app" });
 * export const inbox = createInbox({ store });
 * ```
 */
export function pgBossStore(options: PgBossStoreOptions): Store {
  assertKnownOptions("pgBossStore", options, KNOWN);
  const { name, connections, durability } = options;
  const { pollMs = 1000, maxBytes = 64 * 1024 * 1024 } = options;
  assertStoreName(name);
  const connection = readConnection(options);
  assertInteger("pollMs", pollMs, 1);
  assertInteger("maxBytes", maxBytes, 1, MAX_BYTES);
  if (connections !== undefined) assertInteger("connections", connections, 2);
  if (durability !== undefined && durability !== "asserted" && durability !== "unsafe") {
    throw new TypeError('durability must be "asserted" or "unsafe", or left out.');
  }
  const schema = schemaOf(name);
  const channel = `${schema}_inbox`;
  let opened: Opened | undefined;

  function engine(): Opened {
    if (opened === undefined) throw new Error("the pg-boss store is not open.");
    return opened;
  }

  async function open(settings: StoreSettings): Promise<Opened> {
    assertShortRun(settings);
    const limit = connections ?? settings.concurrency + 4;
    const boss = await openBoss({ connection, schema, connections: limit, durability }, settings);
    try {
      const loops = new Set<LeaseLoop>();
      const wake = (): void => {
        for (const loop of loops) loop.wake();
      };
      const listening = await boss.getDb().listen?.(channel, wake, wake);
      return {
        boss,
        db: withStatementTimeout(boss.getDb(), STATEMENT_TIMEOUT_MS),
        table: createJobTable(boss.getDb(), schema),
        settings,
        loops,
        paused: await openPausedTable(boss.getDb(), schema),
        queues: new Map(),
        stopListening: listening && (() => listening.close()),
      };
    } catch (error) {
      await boss.stop({ graceful: false });
      throw error;
    }
  }

  /** Makes the queue of a provider at its first use. */
  async function queueOf({ boss, queues }: Opened, provider: string): Promise<string> {
    const queue = queueName(provider);
    let made = queues.get(queue);
    if (made === undefined) {
      made = boss.createQueue(queue);
      made.catch(() => queues.delete(queue));
      queues.set(queue, made);
    }
    await made;
    return queue;
  }

  async function commitTo(
    provider: string,
    entries: readonly Entry[],
  ): Promise<readonly CommitResult<Acceptance>[]> {
    const own = engine();
    const results = await commitAroundLocks(own, await queueOf(own, provider), entries);
    announceNews(own.settings, entries, results, () => {
      notify(own);
      // Who polls alone need not wait for what this very process stored.
      if (own.stopListening === undefined) for (const loop of own.loops) loop.wake();
    });
    return results;
  }

  // Not awaited: a worker that misses it finds the delivery at its next poll.
  function notify({ db, settings }: Opened): void {
    // Nor waits Postgres for its disk: a notification that is lost with it is no loss.
    const text = "select set_config('synchronous_commit', 'off', true), pg_notify($1, '')";
    db.executeSql(text, [channel]).catch(settings.onError);
  }

  async function close(): Promise<void> {
    const closing = opened;
    opened = undefined;
    await closing?.stopListening?.();
    await closing?.boss.stop({ graceful: false });
  }

  return {
    name: "pg-boss",
    clock: systemClock,
    maxBytes,
    async open(settings) {
      opened ??= await open(settings);
    },
    commit: (batch) => commitByProvider(batch, commitTo),
    async commitInTransaction(tx, entry) {
      const own = engine();
      const db = toDb(tx);
      const { acceptances } = await commitToQueue(own, await queueOf(own, entry.provider), [entry], { db });
      await db.executeSql("select pg_notify($1, '')", [channel]); // sent when it commits
      return acceptances.get(entry)!;
    },
    async startWorkers(providers, run, limits) {
      const own = engine();
      for (const provider of providers) await queueOf(own, provider);
      const loop = new LeaseLoop({
        rows: withoutPaused(createLeasedJobs(own), own.paused),
        clock: systemClock,
        providers,
        limits,
        run: withTransactions(own, run),
        settings: { ...own.settings, leaseMs: heartbeatSeconds(own.settings) * 1000 },
        pollMs,
      });
      own.loops.add(loop);
      const stopReporting = startReportingCrashed(own, providers.map(queueName));
      return {
        async stop(timeoutMs) {
          stopReporting();
          await loop.stop(timeoutMs);
          own.loops.delete(loop);
        },
      };
    },
    pause: async (provider) => engine().paused.pause(provider),
    async resume(provider) {
      const own = engine();
      await own.paused.resume(provider);
      notify(own);
    },
    paused: async () => engine().paused.paused(),
    async list(query) {
      const { table } = engine();
      const provider = query.filter?.provider;
      const queue = provider === undefined ? undefined : queueName(provider);
      return listMatching(query, async (page) => (await table.page(page, queue)).map(rowOf));
    },
    oldestPending: async () => (await engine().table.oldestPending())?.getTime(),
    counts: async () => engine().table.counts(),
    async get(id) {
      const place = placeOf(id);
      const row = place && (await engine().table.byId(...place));
      if (row === undefined) return undefined;
      const kept = await entryToRetry(engine(), row);
      const stored = storedRowOf(row);
      return { ...stored, entry: kept && (kept.entry ?? stored.entry) };
    },
    async delete(id) {
      const place = placeOf(id);
      return place === undefined ? "unknown" : engine().table.delete(...place);
    },
    async retry(id) {
      const own = engine();
      const place = placeOf(id);
      if (place === undefined) return false;
      const [row] = await own.table.byIds(place[0], [place[1]]);
      const retried = row && (await entryToRetry(own, row));
      if (row === undefined || retried === undefined) return false;
      const isRevived = await revive(own, row, retried.entry);
      notify(own);
      return isRevived;
    },
    async purge(before, dead) {
      const { table, settings } = engine();
      return table.purge({ before, dead, now: Date.now(), windowMs: settings.windowMs });
    },
    close,
    async abandon() {
      for (const loop of opened?.loops ?? []) loop.abandon();
      await close();
    },
  };
}
