import type { Diagnosis } from "@flaghook/core/explain";
import type { Database } from "./schema.ts";

/** The newest that are kept. Strangers can cause refusals, so their number is bounded. */
const MAX_REFUSALS = 1000;

/** Where a refused body differs from a verified one, or shows its damage: what to mark in it. */
export interface Damage {
  /** The verified delivery that it was compared with: the id of its line. */
  readonly comparedWith: number | undefined;
  /** The body in pieces. `missing` pieces are not in it: the sender signed them. */
  readonly pieces: readonly { readonly text: string; readonly is: "same" | "extra" | "missing" }[];
}

/** A refused delivery. */
export interface Refusal {
  readonly id: number;
  readonly at: string;
  readonly provider: string;
  readonly code: string;
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyBytes: number;
  /** What `explain` says; `null` while it has not looked, or was not asked. */
  readonly diagnosis: Pick<Diagnosis, "causes" | "effort"> | null;
  readonly isSample: boolean;
}

/** A refusal before it is stored. */
export interface RefusalDraft extends Omit<Refusal, "id" | "at" | "diagnosis"> {
  readonly at: Date;
  readonly body: Uint8Array;
}

/** Stores a refusal, and drops the oldest beyond a limit. Gives its id. */
export async function insertRefusal(database: Database, draft: RefusalDraft): Promise<number> {
  const { id } = await database
    .insertInto("refusals")
    .values({
      at: draft.at.getTime(),
      provider: draft.provider,
      code: draft.code,
      message: draft.message,
      headers: JSON.stringify(draft.headers),
      body: draft.body,
      body_bytes: draft.bodyBytes,
      diagnosis: null,
      is_sample: draft.isSample ? 1 : 0,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await database
    .deleteFrom("refusals")
    .where("id", "<=", id - MAX_REFUSALS)
    .execute();
  return id;
}

/** Adds what `explain` found. */
export async function addDiagnosis(
  database: Database,
  id: number,
  { causes, effort }: Pick<Diagnosis, "causes" | "effort">,
): Promise<void> {
  await database
    .updateTable("refusals")
    .set({ diagnosis: JSON.stringify({ causes, effort }) })
    .where("id", "=", id)
    .execute();
}

/** All refusals that are kept, newest first. Their number is bounded. */
export async function listRefusals(database: Database): Promise<readonly Refusal[]> {
  const rows = await database
    .selectFrom("refusals")
    .select(["id", "at", "provider", "code", "message", "headers", "body_bytes", "diagnosis", "is_sample"])
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .execute();
  return rows.map(refusalOf);
}

/** One refusal with what is kept of its body. */
export async function findRefusal(
  database: Database,
  id: number,
): Promise<{ readonly refusal: Refusal; readonly body: Uint8Array } | undefined> {
  const row = await database.selectFrom("refusals").selectAll().where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : { refusal: refusalOf(row), body: row.body };
}

/** How many refusals are kept. */
export async function countRefusals(database: Database): Promise<number> {
  const row = await database
    .selectFrom("refusals")
    .select((builder) => builder.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return row.count;
}

function refusalOf(row: {
  id: number;
  at: number;
  provider: string;
  code: string;
  message: string;
  headers: string;
  body_bytes: number;
  diagnosis: string | null;
  is_sample: number;
}): Refusal {
  return {
    id: row.id,
    at: new Date(row.at).toISOString(),
    provider: row.provider,
    code: row.code,
    message: row.message,
    headers: JSON.parse(row.headers) as Record<string, string>,
    bodyBytes: row.body_bytes,
    diagnosis: row.diagnosis === null ? null : (JSON.parse(row.diagnosis) as Refusal["diagnosis"]),
    isSample: row.is_sample === 1,
  };
}
