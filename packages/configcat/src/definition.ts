import type { EventContext, ProviderDefinition } from "@flaghook/core";
import { isObject } from "@flaghook/core/check";
import { checkOf } from "@flaghook/core/shape";
import { listOf } from "./change-list.ts";
import { scheme } from "./scheme.ts";
import { changedShape } from "./shapes.ts";

/** How ConfigCat sends, whatever is in the body. */
export const common = {
  id: "configcat",
  scheme,
  // Signed, but new for each attempt.
  eventId: { header: "x-configcat-webhook-id" },
  // A setting that goes on, off and on under the same notes has the same body.
  isRepeatable: () => true,
  isBodyOptional: true,
  methods: ["POST", "GET", "PUT", "PATCH", "DELETE"],
} as const satisfies Partial<ProviderDefinition>;

/** A test passes it to the functions that look for mistakes. */
export const definition: ProviderDefinition = {
  ...common,
  eventName,
  events: {
    changed: { validator: checkOf(changedShape) },
    notified: { validator: (payload: unknown) => payload === undefined },
  },
  extraFields,
};

/** A body without `changes` is of a template that we do not know. */
function eventName(payload: unknown): string {
  if (payload === undefined) return "notified";
  return isObject(payload) && Object.hasOwn(payload, "changes") ? "changed" : "custom";
}

/** Reads the list of changes from JSON text, if the template has them in quotes. */
function extraFields({ type, payload }: EventContext): object | undefined {
  if (type !== "changed") return undefined;
  const { changes } = payload as { readonly changes: unknown }; // the check has passed
  return typeof changes === "string"
    ? { payload: { ...(payload as object), changes: listOf(changes) } }
    : undefined;
}
