import {
  CRASHED,
  keptSlots,
  type Deletion,
  type InboxCounts,
  type PageQuery,
  type PurgeQuery,
  type State,
} from "@flaghook/inbox/store";
import type { Db } from "pg-boss";
import { STATEMENT_TIMEOUT_MS, waitsForLocks, withStatementTimeout } from "../database/statement-timeout.ts";
import {
  bossStates,
  COLUMNS,
  jobId,
  placeOf,
  readFields,
  stateOf,
  toDeletedData,
  type FullJobRow,
  type JobData,
  type JobRow,
} from "./job.ts";
import { look, type Look, type Looked } from "./look.ts";

/** What pg-boss has no call for: exact counts, pages of one state, removal of certain rows. */
export interface JobTable {
  /** Looks at jobs by their ids, and can store others in the same statement. */
  lookAt(queue: string, what: Look, db?: Db): Promise<Looked>;
  byIds(queue: string, ids: readonly string[], db?: Db): Promise<JobRow[]>;
  /** One job with its body, unless it was deleted. */
  byId(queue: string, id: string): Promise<FullJobRow | undefined>;
  /** Leaves a completed job without content: it keeps its slot until its window is over. */
  delete(queue: string, id: string): Promise<Deletion>;
  /**
   * Jobs of these queues that pg-boss failed since anybody asked: their process ended during the
   * last attempt. Each goes to one caller.
   */
  takeCrashed(queues: readonly string[]): Promise<JobRow[]>;
  /**
   * Rows of one state, oldest first, from the one after `after`; from the first when that is gone.
   *
   * @param queue The one queue to look into; all of them when absent.
   */
  page(query: PageQuery, queue?: string): Promise<JobRow[]>;
  counts(): Promise<InboxCounts>;
  /** When the oldest pending job was stored. */
  oldestPending(): Promise<Date | undefined>;
  /** The data of one job, with its body, unless it was deleted. */
  dataOf(queue: string, id: string): Promise<JobData | undefined>;
  /** Removes jobs of a queue that are over. New ones under the same ids stay. */
  removeOver(queue: string, over: OverJobs, access?: Access): Promise<void>;
  /** Adds to the numbers of further replays of jobs that are kept aside. */
  addFurther(queue: string, counts: ReadonlyMap<string, number>, access?: Access): Promise<void>;
  /** Removes what ended before a time, page by page: done jobs past their window, and dead ones. */
  purge(query: PurgeQuery): Promise<number>;
  /** Sets why a job is dead. */
  setOutput(queue: string, id: string, output: object, db: Db): Promise<void>;
  /**
   * Locks a dead job for a revival, and forgets why it is dead and that it was kept aside. False
   * when its state has changed.
   */
  takeDead(job: Pick<JobRow, "name" | "id" | "state">, access: Access): Promise<boolean>;
}

/** How a statement runs. */
export interface Access {
  /** The transaction that it is in, if any. */
  readonly db?: Db | undefined;
  /** How long to wait for a lock. Default: as long as the connection says. */
  readonly lockMs?: number | undefined;
}

/** Jobs that may be removed. */
export interface OverJobs {
  /** Removed if they were completed before a time. */
  readonly ids: readonly string[];
  /** Removed if they are kept aside. */
  readonly keptIds: readonly string[];
  readonly before: number;
}

// A job that is kept aside has the id of its first delivery's job as its key.
const KEPT = "state = 'cancelled' and singleton_key is not null";

// pg-boss keeps queues of its own, under names that no provider's queue can have.
const OURS = "name not like '\\_\\_pgboss%'";

/** Deleted jobs are in no list and no count. */
const SHOWN = `${OURS} and output->'deleted' is null`;

/** Rows removed in one statement, so that nothing waits for the whole purge. */
const PURGE_PAGE = 500;

export function createJobTable(own: Db, schema: string): JobTable {
  const quick = withStatementTimeout(own, STATEMENT_TIMEOUT_MS);
  const table = `${schema}.job`;

  return {
    lookAt: (queue, what, db = quick) => look(db, table, queue, what),

    async byIds(queue, ids, db = quick) {
      const text = `select ${COLUMNS} from ${table} where name = $1 and id = any($2::uuid[])`;
      return (await db.executeSql(text, [queue, ids])).rows as JobRow[];
    },

    async byId(queue, id) {
      const text = `select ${COLUMNS}, data->>'body' as body, start_after as "startAfter"
        from ${table} where name = $1 and id = $2::uuid and ${SHOWN}`;
      return (await quick.executeSql(text, [queue, id])).rows[0] as FullJobRow | undefined;
    },

    async delete(queue, id) {
      const [row] = await this.byIds(queue, [id]);
      if (row === undefined) return "unknown";
      const text = `update ${table} set state = 'completed', data = $3::jsonb, output = '{"deleted": true}'::jsonb,
          completed_on = case when state = 'completed' then completed_on else now() end
        where name = $1 and id = $2::uuid and state <> 'active' and ${SHOWN} returning id`;
      const values = [queue, id, JSON.stringify(toDeletedData(row))];
      if ((await quick.executeSql(text, values)).rows.length === 1) {
        const keptIds = keptSlots(readFields(row)?.slot ?? "").map(jobId);
        await this.removeOver(queue, { ids: [], keptIds, before: 0 });
        return "deleted";
      }
      const [left] = await this.byIds(queue, [id]);
      return left?.state === "active" ? "running" : "unknown";
    },

    async takeCrashed(queues) {
      const text = `update ${table} set output = jsonb_build_object('reason', 'attempts', 'error', $2::text)
        where name = any($1) and state = 'failed' and output->'value' is not null returning ${COLUMNS}`;
      return (await own.executeSql(text, [queues, CRASHED])).rows as JobRow[];
    },

    async page({ state, limit, after }, queue) {
      const place = after === undefined ? undefined : placeOf(after);
      // Where that row is, in whatever state: its place in the list stays.
      const text = `with previous as (
          select created_on, id from ${table} where name = $2 and id = $3::uuid
        ), page as materialized (
          select name, id from ${table}
          where ${isIn(state)} and ${SHOWN} and ($4::text is null or name = $4)
            and (not exists (select 1 from previous) or (created_on, id) > (select created_on, id from previous))
          order by created_on, id limit $1
        )
        select ${COLUMNS} from ${table} where (name, id) in (select name, id from page) order by created_on, id`;
      const values = [limit, ...(place ?? ["", null]), queue ?? null];
      return (await own.executeSql(text, values)).rows as JobRow[];
    },

    async counts() {
      const text = `select state::text as state, count(*)::int as count from ${table} where ${SHOWN} group by 1`;
      const counts = { pending: 0, running: 0, done: 0, dead: 0 };
      const rows = (await own.executeSql(text)).rows as { state: JobRow["state"]; count: number }[];
      for (const { state, count } of rows) counts[stateOf({ state })] += count;
      return counts;
    },

    async oldestPending() {
      const text = `select min(created_on) as oldest from ${table} where state in ('created', 'retry') and ${SHOWN}`;
      const [row] = (await own.executeSql(text)).rows as { oldest: Date | null }[];
      return row?.oldest ?? undefined;
    },

    async dataOf(queue, id) {
      const text = `select data->>'fields' as fields, data->>'body' as body from ${table}
        where name = $1 and id = $2::uuid and ${SHOWN}`;
      return (await quick.executeSql(text, [queue, id])).rows[0] as JobData | undefined;
    },

    async removeOver(queue, { ids, keptIds, before }, { db = quick, lockMs } = {}) {
      // In order: two batches that meet in different orders would wait for each other.
      const text = `with over as materialized (
          select id from ${table} where name = $1 and id = any($2::uuid[])
            and ((id = any($3::uuid[]) and state = 'completed' and completed_on <= $4) or (${KEPT}))
            and ${waitsForLocks(lockMs)}
          order by id for update
        ) delete from ${table} as job using over where job.name = $1 and job.id = over.id`;
      await db.executeSql(text, [queue, [...ids, ...keptIds], ids, new Date(before)]);
    },

    async addFurther(queue, counts, { db = quick, lockMs } = {}) {
      const text = `with kept as materialized (
          select id from ${table}
          where name = $1 and id = any($2::uuid[]) and ${KEPT} and ${waitsForLocks(lockMs)} order by id for update
        ) update ${table} as job set output = jsonb_build_object(
          'further', coalesce((job.output->>'further')::int, 0) + counted.count)
        from kept join unnest($2::uuid[], $3::int[]) as counted(id, count) using (id)
        where job.name = $1 and job.id = kept.id`;
      await db.executeSql(text, [queue, [...counts.keys()], [...counts.values()]]);
    },

    async purge({ before, dead, now, windowMs }) {
      const limits = [toDate(before), toDate(now - windowMs), dead];
      let after: readonly [string, string] = ["", "00000000-0000-0000-0000-000000000000"];
      for (let removed = 0; ;) {
        const { rows } = await own.executeSql(purgePage(table), [...limits, ...after]);
        removed += rows.length;
        if (rows.length < PURGE_PAGE) return removed;
        // Goes on by key: beginning anew would read removed rows over again.
        const { name, id } = rows.at(-1) as { name: string; id: string };
        after = [name, id];
      }
    },

    async setOutput(queue, id, output, db) {
      const text = `update ${table} set output = $3::jsonb where name = $1 and id = $2::uuid`;
      await db.executeSql(text, [queue, id, JSON.stringify(output)]);
    },

    async takeDead({ name, id, state }, { db = quick, lockMs }) {
      const text = `update ${table} set output = null, singleton_key = null
        where name = $1 and id = $2::uuid and state::text = $3 and ${waitsForLocks(lockMs)} returning id`;
      return (await db.executeSql(text, [name, id, state])).rows.length === 1;
    },
  };
}

/** In words that an index can have, too: a parameter's value tells the planner nothing. */
function isIn(state: State): string {
  const states = bossStates(state).map((name) => `'${name}'`);
  const isInState = `state in (${states.join(", ")})`;
  // None of ours is blocked, and pg-boss's index of what waits has no job that is.
  return state === "pending" ? `${isInState} and not blocked` : isInState;
}

/**
 * Removes a page in the order of the key. Rows that somebody else has locked wait for the next
 * purge.
 */
function purgePage(table: string): string {
  return `with page as materialized (
      select name, id from ${table} where ${OURS} and (name, id) > ($4, $5::uuid) and (
        (completed_on < $1
          and ((state = 'completed' and completed_on <= $2) or ($3 and state in ('failed', 'cancelled'))))
        or (completed_on <= $2 and ${KEPT}))
      order by name, id limit ${PURGE_PAGE} for update skip locked
    ), removed as (
      delete from ${table} as job using page where job.name = page.name and job.id = page.id returning job.name, job.id
    ) select name, id from removed order by name, id`;
}

/** Postgres knows no times as early or late as JavaScript does. */
function toDate(time: number): Date {
  return new Date(Math.max(0, Math.min(time, Date.UTC(9999, 0, 1))));
}
