import type { TypeNode } from "../model/description.ts";
import { sightingOf, type Evidence, type Kind } from "../read/evidence.ts";
import type { ShapeNode } from "../model/shapes.ts";

/** Fields whose values are somebody else's to choose: text, numbers, lists or objects. */
const FREE = new Set([
  "client_payload", "epss", "inputs", "metadata", "nuget_metadata", "payload", "percentage", "percentile", "value",
]); // prettier-ignore

/** As many times must a time have been seen as text, and never as a number, before a number is refused. */
const TIMES_AS_TEXT = 10;

/**
 * Components whose times the same part of GitHub writes, as text or as unix numbers by turns: where one of them was ever a
 * number, all may be.
 */
const KIN: readonly (readonly string[])[] = [["App", "Installation"]];

/** Whether nothing is known of a field's type, or nobody but its author decides about it. */
export function isFree(path: string): boolean {
  return FREE.has(path.slice(path.lastIndexOf(".") + 1));
}

/** The plain types of a field: those that are documented, and those that were seen. */
export function primitivesOf(
  evidence: Evidence,
  path: string,
  type: TypeNode,
): Pick<ShapeNode, "is" | "nullable"> {
  const { kinds, older } = sightingOf(evidence, path);
  const is = new Set(type.is ?? []);
  const admits = (kind: Kind): boolean =>
    (kind === "object" && (type.component ?? type.fields ?? type.map) !== undefined) ||
    (kind === "array" && type.array !== undefined) ||
    is.has(kind as "string");
  for (const kind of [...Object.keys(kinds), ...Object.keys(older)] as Kind[]) {
    if (kind === "missing" || kind === "null" || admits(kind)) continue;
    is.add(kind === "object" || kind === "array" ? "any" : kind);
  }
  if (path.endsWith("_at") && is.has("string") && mayBeNumber(evidence, path)) is.add("number");
  if (is.has("any")) return { is: ["any"] };
  return {
    ...(is.size > 0 && { is: [...is].sort() }),
    ...((type.nullable || kinds.null !== undefined) && { nullable: true as const }),
  };
}

function mayBeNumber(evidence: Evidence, path: string): boolean {
  if ((sightingOf(evidence, path).kinds.string ?? 0) < TIMES_AS_TEXT) return true;
  const [component, ...rest] = path.split(".");
  const kin = KIN.find((group) => group.includes(component!)) ?? [];
  if (rest.length > 1) return false;
  return kin.some((one) =>
    [...evidence].some(
      ([at, { kinds, older }]) =>
        at.startsWith(`${one}.`) &&
        at.endsWith("_at") &&
        (kinds.number !== undefined || older.number !== undefined),
    ),
  );
}
