import { isObject } from "@flaghook/core/check";

/**
 * The names of everything that one save did. The default template has them in `event`, and what a
 * template may use calls them `events`. The `X-FeatBit-Event` header has them too, but unsigned.
 */
export function namesIn(payload: unknown): readonly string[] {
  const joined = textOf(payload, "event") ?? textOf(payload, "events") ?? "";
  return joined.split(",").filter((name) => name !== "");
}

/**
 * The kind of thing that was saved, `"feature_flag"` or `"segment"`: all names begin with it. Names
 * of anything else are given as they came.
 */
export function kindOf(payload: unknown): string | undefined {
  const names = namesIn(payload);
  for (const kind of ["feature_flag", "segment"]) {
    if (names.length > 0 && names.every((name) => name.startsWith(`${kind}.`))) return kind;
  }
  return names.length > 0 ? names.join(",") : undefined;
}

function textOf(payload: unknown, field: string): string | undefined {
  const value = isObject(payload) && Object.hasOwn(payload, field) ? payload[field] : undefined;
  return typeof value === "string" && value !== "" ? value : undefined;
}
