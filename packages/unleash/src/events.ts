import type { EventDefinition } from "@flaghook/core";
import { array, literal, nullish, number, object, string } from "@flaghook/core/check";
import { eventNames } from "./event-names.ts";

// Checks that say what schemas.ts says, as a test compares: no zod to load, no copy of a payload.
const text = nullish(string);

function eventOf(name: string): EventDefinition {
  return {
    validator: object({
      id: number,
      type: literal(name),
      createdBy: string,
      createdAt: string,
      createdByUserId: nullish(number),
      featureName: text,
      project: text,
      environment: text,
      tags: nullish(array(object({ type: text, value: text }))),
      groupType: text,
      groupId: text,
    }),
  };
}

/** Every event that a webhook can be set up for. */
export const events: Readonly<Record<string, EventDefinition>> = Object.fromEntries(
  eventNames.map((name) => [name, eventOf(name)]),
);
