import { literal, nonEmptyString, nullish, object, string } from "@flaghook/core/shape";

const text = nullish(string);

/** A `NewCommitPayload`. Its id is the event's identity: if it were empty, all would be one. */
export const newCommitShape = object({
  id: nonEmptyString,
  type: literal("NEW_COMMIT"),
  createdAt: text,
  project: object({ id: string, name: text }),
  commit: object({ id: string, message: text }),
  user: nullish(object({ id: text, displayName: text, email: text })),
});
