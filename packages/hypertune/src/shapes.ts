import { literal, nonEmptyString, nullish, object, string } from "@flaghook/core/shape";

const text = /* @__PURE__ */ nullish(string);

/** A `NewCommitPayload`. Its id is the event's identity: if it were empty, all would be one. */
export const newCommitShape = /* @__PURE__ */ object({
  id: nonEmptyString,
  type: /* @__PURE__ */ literal("NEW_COMMIT"),
  createdAt: text,
  project: /* @__PURE__ */ object({ id: string, name: text }),
  commit: /* @__PURE__ */ object({ id: string, message: text }),
  user: /* @__PURE__ */ nullish(/* @__PURE__ */ object({ id: text, displayName: text, email: text })),
});
