import type { Db } from "pg-boss";

/**
 * Lists of dead jobs, which operators work with, read no others. An index of dead jobs alone: no
 * accept and no completion pays for it.
 *
 * Without it lists are slow and right, so a failure to make it ends nothing.
 */
export async function indexDead(db: Db, schema: string, onError: (error: unknown) => void): Promise<void> {
  async function isThere(): Promise<boolean> {
    const text = "select to_regclass($1) is not null as found";
    const [row] = (await db.executeSql(text, [`${schema}.flaghook_dead`])).rows as { found: boolean }[];
    return row?.found === true;
  }

  if (await isThere()) return;
  try {
    await db.executeSql(
      `create index flaghook_dead on ${schema}.job (created_on, id) where state in ('failed', 'cancelled')`,
    );
  } catch (error) {
    if (!(await isThere())) onError(error); // else another process was faster
  }
}
