import type { EventDefinition } from "@flaghook/core";
import { literal, nullish, object, string } from "@flaghook/core/check";

// Plain checks with the verdicts of schemas.ts, which a test compares: no zod to load, and no copy of the payload.
const newCommit = object({
  id: string,
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
