import type { Damage } from "../model/damage.ts";

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
    if (body[0] === 0xef && body[1] === 0xbb)
      return { certainty: "likely", detail: "A byte order mark was signed along." };
    return { certainty: "likely", detail: "The sender signed something else with this secret." };
  },

  fix: ({ provider }) =>
    `Choose application/json as the webhook's content type at ${provider.id}, and register this URL for no other kind of webhook.`,
};
