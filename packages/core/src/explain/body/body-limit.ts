import type { Damage, Undone } from "../model/damage.ts";

/** The body is larger than the limit. */
export const bodyLimit: Damage = {
  id: "body-limit",
  title: "The body is larger than maxBodyBytes.",
  after: ["body-too-large"],

  // Trials have no limit of their own, so that to try it again unchanged is to undo it.
  *undo({ body, maxBodyBytes }): Generator<Undone> {
    yield {
      change: {},
      detail: `It has ${body.length} bytes, the limit is ${maxBodyBytes}, and its signature holds.`,
    };
  },

  signs: ({ body, maxBodyBytes }) => ({
    certainty: "likely",
    detail: `It has ${body.length} bytes, and the limit is ${maxBodyBytes}.`,
  }),

  fix: ({ body }) =>
    `Raise maxBodyBytes to at least ${body.length} if you expect such a delivery, in the adapter's options too, and the limit of any ` +
    "proxy in front (nginx: client_max_body_size).",
};
