import { expressionBuilder } from "kysely";
import type { Database, Tables } from "./schema.ts";

/** Removes all sample data. Ids are not given away again. */
export async function removeSamples(database: Database): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await transaction.deleteFrom("lines").where("is_sample", "=", 1).execute();
    await transaction.deleteFrom("refusals").where("is_sample", "=", 1).execute();
    await transaction.deleteFrom("evaluations").where("is_sample", "=", 1).execute();
    await removeLoose(transaction);
  });
}

/** Removes lines and refusals from before a time, with what they were made of. */
export async function removeBefore(database: Database, time: Date): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await transaction.deleteFrom("lines").where("at", "<", time.getTime()).execute();
    await transaction.deleteFrom("refusals").where("at", "<", time.getTime()).execute();
    await transaction.deleteFrom("evaluations").where("at", "<", time.getTime()).execute();
    await removeLoose(transaction);
  });
}

/** Changes, datafiles, decisions and deliveries that belong to no line any more. */
async function removeLoose(database: Database): Promise<void> {
  const builder = expressionBuilder<Tables, "changes" | "events">();
  const ofChange = builder.selectFrom("lines").select("id").whereRef("lines.id", "=", "changes.line_id");
  await database
    .deleteFrom("changes")
    .where(builder.not(builder.exists(ofChange)))
    .execute();
  for (const table of ["datafiles", "decisions"] as const) {
    await database
      .deleteFrom(table)
      .where("line_id", "not in", database.selectFrom("lines").select("id"))
      .execute();
  }
  const ofEvent = builder
    .selectFrom("lines")
    .select("id")
    .whereRef("lines.provider", "=", "events.provider")
    .whereRef("lines.dedupe_key", "=", "events.dedupe_key");
  await database
    .deleteFrom("events")
    .where(builder.not(builder.exists(ofEvent)))
    .execute();
}
