import type { EventDefinition, ProviderDefinition } from "@flaghook/core";
import { checkOf } from "@flaghook/core/shape";
import { scheme } from "./scheme.ts";
import { flagRuleUpdatedShape, flagShape } from "./shapes.ts";

const flag: EventDefinition = { validator: checkOf(flagShape) };

/** A test passes it to the functions that look for mistakes. */
export const definition: ProviderDefinition = {
  id: "workos",
  scheme,
  eventName: { field: "event" },
  eventId: { field: "id", isIdentity: true },
  events: {
    "flag.created": flag,
    "flag.updated": flag,
    "flag.deleted": flag,
    "flag.rule_updated": { validator: checkOf(flagRuleUpdatedShape) },
  },
};
