import { MAX_KEPT } from "@flaghook/inbox/store";
import type { Db } from "pg-boss";
import { waitsForLocks } from "../database/statement-timeout.ts";
import { restrictInsert } from "./insertion.ts";
import { COLUMNS, type JobRow } from "./job.ts";

/** What to look at in a queue. */
export interface Look {
  readonly ids: readonly string[];
  /**
   * Jobs that may have replays, each with the id of its first replay. The ids of its other replays
   * differ only in the last digit.
   */
  readonly firsts: ReadonlyMap<string, string>;
  /** What to store in the same statement where nothing holds its place. */
  readonly insertion?: Insertion | undefined;
}

/** Jobs that are stored unless their ids are taken. */
export interface Insertion {
  /** pg-boss's own statement, with its value as `$1`. */
  readonly text: string;
  /** Its one value: the jobs. */
  readonly jobs: unknown;
  /** Jobs that are not stored if another one is there, each with the id of that. */
  readonly unless: ReadonlyMap<string, string>;
  /** How long to wait for a lock. As long as the connection says when it is `undefined`. */
  readonly lockMs: number | undefined;
}

/** What a look found. */
export interface Looked {
  /** The jobs that are there, and those that are kept aside beside the ones in `firsts`. */
  readonly rows: readonly JobRow[];
  /** Ids of the jobs that it stored. */
  readonly stored: ReadonlySet<string>;
}

type LookedRow = JobRow & { readonly isStored: boolean };

/** Looks at many jobs in one statement, which can store others, too. */
export async function look(
  db: Db,
  table: string,
  queue: string,
  { ids, firsts, insertion }: Look,
): Promise<Looked> {
  const values = [queue, ids, [...firsts.keys()], [...firsts.values()]];
  if (insertion === undefined) {
    const text = `with ${lookText(table)} select * from looked`;
    return { rows: (await db.executeSql(text, values)).rows as JobRow[], stored: new Set() };
  }
  const { text, jobs, unless, lockMs } = insertion;
  const all = [...values, jobs, [...unless.keys()], [...unless.values()]];
  const rows = (await db.executeSql(lookAndInsertText(table, text, lockMs), all)).rows as LookedRow[];
  // One that somebody removed meanwhile was found and has a successor.
  return {
    rows: rows.filter(({ isStored }) => !isStored),
    stored: new Set(rows.filter(({ isStored }) => isStored).map(({ id }) => id)),
  };
}

function lookText(table: string): string {
  // Key by key: by the statistics of an emptier table the planner would rather read the whole queue.
  const jobsOf = (ids: string): string => `select job.* from ${ids} cross join lateral (
      select ${COLUMNS} from ${table} where name = $1 and id = wanted.id limit 1
    ) as job`;
  // Only beside jobs that are there: new deliveries, as most are, cost one look at an index.
  return `found as materialized (
      ${jobsOf("unnest($2::uuid[]) as wanted(id)")}
    ), beside as (
      select (left(one.kept, -1) || to_hex(number))::uuid as id
      from unnest($3::uuid[], $4::text[]) as one(first, kept) join found on found.id = one.first,
        generate_series(0, ${MAX_KEPT - 1}) as number
    ), looked as (
      select * from found union all ${jobsOf("beside as wanted")}
    )`;
}

/** @param insertText pg-boss's statement, which gives the ids that it stored. */
function lookAndInsertText(table: string, insertText: string, lockMs: number | undefined): string {
  // No join: jobs must stay in their order, in which every batch stores them.
  const isFree = `j.id <> all(array(
      select one.id from unnest($6::uuid[], $7::uuid[]) as one(id, other) join found on found.id = one.other
    ))`;
  const inserting = restrictInsert(insertText, `${isFree} and ${waitsForLocks(lockMs)}`, 5);
  return `with ${lookText(table)}, stored as (${inserting})
    select *, stored.id is not null as "isStored" from looked full join stored using (id)`;
}
