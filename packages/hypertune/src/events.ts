import type { EventDefinition } from "@flaghook/core";
import { fail, literal, nullish, object, string, type Check } from "@flaghook/core/check";

// Checks with the verdicts of schemas.ts, which a test compares: no zod to load, no copy of a payload.

// The event's identity: with an empty one, all such commits would be the same.
const identity: Check = (value, issues) =>
  (typeof value === "string" && value !== "") || fail("invalid_type", "non-empty string", issues);

const newCommit = object({
  id: identity,
  type: literal("NEW_COMMIT"),
  createdAt: nullish(string),
  project: object({ id: string, name: nullish(string) }),
  commit: object({ id: string, message: nullish(string) }),
  user: nullish(object({ id: nullish(string), displayName: nullish(string), email: nullish(string) })),
});

/** Every event that Hypertune documents. */
export const events: Readonly<Record<string, EventDefinition>> = {
  NEW_COMMIT: { validator: newCommit },
};
