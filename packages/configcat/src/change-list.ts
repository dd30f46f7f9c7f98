import { array, fail, object, string, nullish, type Check } from "@flaghook/core/check";
import type { ChangeDetail } from "./types.ts";

const isList = /* @__PURE__ */ array(
  /* @__PURE__ */ object({ settingKey: string, event: string, details: /* @__PURE__ */ nullish(string) }),
);

/** Whether these are changes, in a list or in the JSON text of one. */
export const isChanges: Check = (value, issues) => {
  if (typeof value !== "string") return isList(value, issues);
  const list = parsed(value);
  return list === undefined
    ? fail("invalid_type", "array, or JSON text of one", issues)
    : isList(list, issues);
};

/** The list of changes that passed {@link isChanges}. */
export function listOf(value: unknown): readonly ChangeDetail[] {
  return (typeof value === "string" ? parsed(value) : value) as readonly ChangeDetail[];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // no JSON: the check says so
  }
}
