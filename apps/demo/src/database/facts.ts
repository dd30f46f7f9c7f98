import type { Database } from "./schema.ts";

/** Reads a fact about the file. */
export async function readFact(database: Database, name: string): Promise<string | undefined> {
  const row = await database.selectFrom("facts").select("value").where("name", "=", name).executeTakeFirst();
  return row?.value;
}

/** Writes a fact about the file over what was there. */
export async function writeFact(database: Database, name: string, value: string): Promise<void> {
  await database
    .insertInto("facts")
    .values({ name, value })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value }))
    .execute();
}

/** Writes a fact unless it is there. Gives what is there then: another process may be faster. */
export async function keepFact(database: Database, name: string, value: string): Promise<string> {
  await database
    .insertInto("facts")
    .values({ name, value })
    .onConflict((conflict) => conflict.column("name").doNothing())
    .execute();
  return (await readFact(database, name)) ?? value;
}
