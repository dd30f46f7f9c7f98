import type { ProviderDefinition } from "@flaghook/core";
import { isObject } from "@flaghook/core/check";
import { checkOf } from "@flaghook/core/shape";
import { scheme } from "./scheme.ts";
import { featureFlagShape } from "./shapes.ts";

/** A test passes it to the functions that look for mistakes. */
export const definition: ProviderDefinition = {
  id: "gitlab",
  scheme,
  eventName: nameOf,
  eventId: { header: "webhook-id", isIdentity: true },
  // With a token alone: a body has no time, so on, off and on again sends the same bytes twice.
  isRepeatable: () => true,
  events: { feature_flag: { validator: checkOf(featureFlagShape) } },
  extraHeaders: ["idempotency-key"],
  // Only a signature vouches for `webhook-id`: with a token it is absent here, whatever came.
  extraFields: ({ header }) =>
    header("webhook-id") === undefined ? { id: header("idempotency-key") } : undefined,
  constantHeaders: { "user-agent": "GitLab/19.0.0" },
};

/** System hooks, and those of members and projects in a group, have only an `event_name`. */
function nameOf(payload: unknown): string | undefined {
  return textOf(payload, "object_kind") ?? textOf(payload, "event_name");
}

function textOf(payload: unknown, field: string): string | undefined {
  const value = isObject(payload) && Object.hasOwn(payload, field) ? payload[field] : undefined;
  return typeof value === "string" && value !== "" ? value : undefined;
}
