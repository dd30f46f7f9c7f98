import { PgBoss } from "pg-boss";
import {
  commitByQueue,
  type Entry,
  LeaseLoop,
  type Outcome,
  queueName,
  requireInteger,
  type Settings,
  type Store,
  systemClock,
} from "@flaghook/inbox/store";
import { commitAround, commitToQueue, revive, type Engine } from "./commit/commit.ts";
import { addOccurrenceIndex } from "./database/index-statement.ts";
import { heartbeatSeconds, requireShortRun, toInboxRow } from "./job/job.ts";
import { connectionLimits, limited, STATEMENT_LIMIT } from "./database/statement-timeout.ts";
import { bossRows, withTransactions } from "./work/leased-jobs.ts";
import { jobTable } from "./job/job-table.ts";
import { toDb } from "./database/transaction.ts";

/** Options of `pgBossStore`. */
export interface PgBossStoreOptions {
  /** E.g. `postgres://user:password@localhost:5432/app`. Not through a pooler in transaction mode. */
  readonly connectionString: string;
  /** Postgres schema with pg-boss's tables, made when it is missing. Default `"flaghook"`. One inbox has one. */
  readonly schema?: string;
  /** Connections at most. Default: the inbox's concurrency and 4. A handler that uses `context.tx` holds one. */
  readonly connections?: number;
  /** How often to look for what came out of a backoff, in milliseconds. New deliveries are notified. Default 1 000. */
  readonly poll?: number;
  /** Largest body as stored, after compression, in bytes. Default 64 MiB. */
  readonly maxBytes?: number;
  /** `"unsafe"` opens a Postgres that can lose what it acknowledged (`fsync` or `synchronous_commit` off), and warns. */
  readonly durability?: "unsafe";
}

interface Opened extends Engine {
  readonly loops: Set<LeaseLoop>;
  readonly queues: Map<string, Promise<void>>;
  readonly stopListening: (() => Promise<void>) | undefined;
}

/**
 * A store on Postgres through pg-boss: one queue per provider, leased, retried and taken over by pg-boss itself. Needs Node
 * 22.12 or newer. Leases are at least 10 s.
 *
 * It alone can accept and handle inside your own transaction: `accept(…, { tx })` and `context.tx`.
 *
 * @throws {TypeError} when an option is out of range
 *
 * @example
 * ```ts
 * import { createInbox } from "@flaghook/inbox";
 * import { pgBossStore } from "@flaghook/inbox-pg-boss";
 *
 * export const inbox = createInbox({ store: pgBossStore({ connectionString: "postgres://localhost/app" }) });
 * ```
 */
export function pgBossStore({
  connectionString,
  schema = "flaghook",
  connections,
  poll = 1000,
  maxBytes = 64 * 1024 * 1024,
  durability,
}: PgBossStoreOptions): Store {
  if (typeof connectionString !== "string" || connectionString === "") {
    throw new TypeError("connectionString must be a Postgres URL.");
  }
  if (!/^[a-z_][a-z0-9_]{0,49}$/.test(schema)) {
    throw new TypeError("schema must be a plain Postgres name: lower-case letters, digits and underscores.");
  }
  requireInteger("poll", poll, 1);
  requireInteger("maxBytes", maxBytes, 1, 128 * 1024 * 1024); // as base64 well under what one jsonb string can hold
  if (connections !== undefined) requireInteger("connections", connections, 2);
  const channel = `${schema}_inbox`;
  let opened: Opened | undefined;

  function engine(): Opened {
    if (opened === undefined) throw new Error("the pg-boss store is not open.");
    return opened;
  }

  async function open(settings: Settings): Promise<Opened> {
    requireShortRun(settings);
    const boss = new PgBoss({
      connectionString,
      schema,
      max: connections ?? settings.concurrency + 4,
      schedule: false,
      // pg-boss looks once a minute for lost heartbeats unless told otherwise.
      monitorIntervalSeconds: 1,
      superviseIntervalSeconds: 1,
      ...connectionLimits,
    });
    boss.on("error", settings.onError);
    await boss.start();
    try {
      await checkDurability(boss, durability);
      // A role that may not make it, or a table that is never free, makes accepts slower and not wrong.
      await addOccurrenceIndex(boss, schema).catch(settings.onError);
      const loops = new Set<LeaseLoop>();
      const wake = (): void => {
        for (const loop of loops) loop.wake();
      };
      const listening = await boss.getDb().listen?.(channel, wake, wake);
      const stopListening = listening && (() => listening.close());
      return {
        boss,
        db: limited(boss.getDb(), STATEMENT_LIMIT),
        table: jobTable(boss.getDb(), schema),
        settings,
        loops,
        queues: new Map(),
        stopListening,
      };
    } catch (error) {
      await boss.stop({ graceful: false });
      throw error;
    }
  }

  function ensureQueue({ boss, queues }: Opened, name: string): Promise<void> {
    let made = queues.get(name);
    if (made === undefined) {
      made = boss.createQueue(name);
      made.catch(() => queues.delete(name));
      queues.set(name, made);
    }
    return made;
  }

  async function commitTo(name: string, entries: readonly Entry[]): Promise<readonly (Outcome | Error)[]> {
    const own = engine();
    await ensureQueue(own, name);
    const outcomes = await commitAround(own, name, entries);
    notify(own);
    return outcomes;
  }

  // Not awaited: who misses it finds the delivery at the next poll.
  function notify({ db, settings }: Opened): void {
    db.executeSql("select pg_notify($1, '')", [channel]).catch(settings.onError);
  }

  return {
    name: "pg-boss",
    clock: systemClock,
    maxBytes,
    async open(settings) {
      opened ??= await open(settings);
    },
    commit: (batch) => commitByQueue(batch, commitTo),
    async commitIn(tx, entry) {
      const own = engine();
      const db = toDb(tx);
      const name = queueName(entry.provider);
      await ensureQueue(own, name);
      const [outcome] = await commitToQueue(own, name, [entry], db);
      await db.executeSql("select pg_notify($1, '')", [channel]); // sent when it commits
      return outcome!;
    },
    async work(providers, run) {
      const own = engine();
      for (const provider of providers) await ensureQueue(own, queueName(provider));
      const settings = { ...own.settings, lease: heartbeatSeconds(own.settings) * 1000 };
      const rows = bossRows(own);
      const loop = new LeaseLoop({
        rows,
        clock: systemClock,
        providers,
        run: withTransactions(own, run),
        settings,
        poll,
      });
      own.loops.add(loop);
      return {
        async stop(timeout) {
          await loop.stop(timeout);
          own.loops.delete(loop);
        },
      };
    },
    async list({ state, limit, after }) {
      return (await engine().table.page(state, limit, after)).map(toInboxRow);
    },
    counts: async () => engine().table.counts(),
    async retry(id) {
      const own = engine();
      const [queue = "", jobId = ""] = id.split(":");
      if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(jobId)) return false;
      const [row] = await own.table.byIds(queue, [jobId]);
      if (row === undefined) return false;
      const isRevived = await revive(own, row, undefined);
      notify(own);
      return isRevived;
    },
    async purge(before, dead) {
      const { table, settings } = engine();
      return table.purge({ before, dead, now: Date.now(), window: settings.window });
    },
    async close() {
      const closing = opened;
      opened = undefined;
      await closing?.stopListening?.();
      await closing?.boss.stop({ graceful: false });
    },
    async abandon() {
      const closing = opened;
      opened = undefined;
      for (const loop of closing?.loops ?? []) loop.abandon();
      await closing?.stopListening?.();
      await closing?.boss.stop({ graceful: false });
    },
  };
}

async function checkDurability(boss: PgBoss, wanted: "unsafe" | undefined): Promise<void> {
  const text = "select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit";
  const [row] = (await boss.getDb().executeSql(text)).rows as { fsync: string; commit: string }[];
  const fault = row?.fsync !== "on" ? "fsync" : row.commit === "off" ? "synchronous_commit" : undefined;
  if (fault === undefined) return;
  const message = `Postgres could lose deliveries that were answered 2xx: ${fault} is off. Turn it on, or pass durability: "unsafe" to pgBossStore and accept the loss.`;
  if (wanted !== "unsafe") throw new Error(message);
  process.emitWarning(message, { type: "FlaghookInboxWarning" });
}
