import { sightingOf, type Evidence, type Kinds, type Sighting } from "../read/evidence.ts";
import type { FieldNode } from "../model/description.ts";

/** Share of the documented variants that must require a field before it may be demanded. */
export const DOCUMENTED_SHARE = 0.5;

/**
 * How much must have shown a field: twenty objects of three projects, or fewer objects of more projects, whose product is the
 * same. A project records one server and one version; another project tells more than another object.
 */
const ENOUGH = { objects: 10, sources: 3, product: 60 } as const;

/** Whether payloads bear out that a field is always there and never `null`, wherever its component occurs. */
export function isBorneOut(evidence: Evidence, path: string, field: FieldNode): boolean {
  const sighting = sightingOf(evidence, path);
  if (field.nullable || field.late || field.partial || wasMissing(sighting)) return false;
  if (field.sure) return true;
  return (
    (field.required ?? 0) >= DOCUMENTED_SHARE &&
    isReliable(path) &&
    isEnough(sighting) &&
    !isNew(sighting.older)
  );
}

export function isEnough({ objects, sources }: Pick<Sighting, "objects" | "sources">): boolean {
  return objects >= ENOUGH.objects && sources >= ENOUGH.sources && objects * sources >= ENOUGH.product;
}

/** Whether a payload since 2018 had no such field, or `null` there. */
export function wasMissing({ kinds }: Sighting): boolean {
  return kinds.missing !== undefined || kinds.null !== undefined;
}

/** GitHub lacks these more often than all others: it added ids for GraphQL and links to objects that were there for years. */
function isReliable(path: string): boolean {
  const name = path.slice(path.lastIndexOf(".") + 1);
  return name !== "node_id" && (!name.endsWith("_url") || name === "html_url");
}

/** Most payloads from before 2018 lack it: it was added then, and servers of those years are still running. */
function isNew(older: Kinds): boolean {
  const all = Object.values(older).reduce((sum, count) => sum + count, 0);
  return ((older.missing ?? 0) + (older.null ?? 0)) * 2 > all;
}
