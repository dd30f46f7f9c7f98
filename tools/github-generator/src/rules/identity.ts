import { sightingOf, type Evidence } from "../read/evidence.ts";
import type { FieldNode } from "../model/description.ts";
import { DOCUMENTED_SHARE } from "./borne-out.ts";

/**
 * Names of fields that say which thing an event is about, and a few that nearly every handler reads of it. GitHub has sent
 * them from the start, on every server.
 */
export const IDENTITY: ReadonlySet<string> = new Set([
  "after", "app_id", "base", "before", "client_payload", "commits", "context", "deployment_callback_url", "full_name", "ghsa_id", "head", "head_sha", "hook_id",
  "id", "key", "login", "message", "name", "number", "package_type", "property_name", "ref", "ref_type", "scope",
  "secret_type", "sha", "slug", "state", "tag_name", "title", "workflow", "zen",
]); // prettier-ignore

/**
 * How many samples of an object must have a field before its subject must have it: the better documented, the fewer. An
 * object's `id`, or whatever names it if it has none, needs no sample.
 */
const SAMPLES = { identity: 3, partlyDocumented: 10 } as const;

/** Whether a field tells which thing a payload is about, so that a payload about it must have it. */
export function tellsSubject(evidence: Evidence, path: string, field: FieldNode, hasId: boolean): boolean {
  const name = path.slice(path.lastIndexOf(".") + 1);
  if (!IDENTITY.has(name) || field.late || field.nullable) return false;
  const share = field.required ?? (name === "id" || !hasId ? 1 : 0);
  const { objects, kinds } = sightingOf(evidence, path);
  if (share < DOCUMENTED_SHARE || kinds.missing !== undefined) return false;
  if (share < 1) return objects >= SAMPLES.partlyDocumented || name === "id";
  return name === "id" || !hasId || objects >= SAMPLES.identity;
}
