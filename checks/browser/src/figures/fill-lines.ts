import { openSqlite } from "../../../../apps/demo/src/database/sqlite.ts";
import { KINDS, searchTextOf } from "../../../../apps/demo/src/model/line.ts";

const BATCH = 500;

const DAY_MS = 86_400_000;

/**
 * Fills a radar's file with lines of the last day, without the deliveries that they were made of.
 */
export async function fillLines(path: string, count: number): Promise<void> {
  const database = await openSqlite(path);
  const now = Date.now();
  await database.transaction().execute(async (transaction) => {
    for (let first = 0; first < count; first += BATCH) {
      const rows = Array.from({ length: Math.min(BATCH, count - first) }, (_, offset) =>
        rowOf(first + offset, now - DAY_MS + ((first + offset) / count) * (DAY_MS - 60_000)),
      );
      await transaction.insertInto("lines").values(rows).execute();
    }
  });
  await database.destroy();
}

function rowOf(index: number, at: number) {
  const kind = KINDS[index % KINDS.length]!;
  const flag = `flag-${index % 997}`;
  const text = {
    provider: "goff",
    event: "notify",
    kind,
    subject: flag,
    words: ": off → on",
    tail: ` by person-${index % 41}`,
  };
  return {
    event_key: `filled ${index}`,
    place: 0,
    at: Math.round(at),
    dedupe_key: `filled ${index}`,
    tone: "changed",
    flag,
    environment: index % 3 === 0 ? "production" : "staging",
    project: null,
    actor: `person-${index % 41}`,
    is_sample: 0,
    ...text,
    search: searchTextOf(text),
  };
}
