import type { Damage } from "../model/damage.ts";

/** Two byte order marks, in UTF-8. */
const MARKS: readonly number[] = [0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf];

/** Signed, but no JSON. */
export const eventNotJson: Damage = {
  id: "event-not-json",
  title: "The signature holds, but the body is not JSON.",
  after: ["invalid-json"],

  signs({ body, headers }) {
    if (body.length === 0) return { certainty: "likely", detail: "An empty body was signed." };
    const type = headers.valueOf("content-type")?.split(";", 1)[0]?.trim().toLowerCase() ?? "";
    const isForm = type === "application/x-www-form-urlencoded";
    if (isForm)
      return { certainty: "likely", detail: "The webhook sends a form, and this provider's body is JSON." };
    // Core skips one, and no more.
    if (MARKS.every((byte, index) => body[index] === byte))
      return { certainty: "likely", detail: "Two byte order marks were signed along." };
    return { certainty: "likely", detail: "The sender signed something else with this secret." };
  },

  fix: ({ provider }) =>
    `Choose application/json as the webhook's content type at ${provider.id}, and register this URL for no other kind of webhook.`,
};
