import type { Damage } from "../model/damage.ts";

/** Signed and JSON, but not an event of this provider. */
export const eventSchema: Damage = {
  id: "event-schema",
  title: "The signature holds, but the payload is not what the event documents.",
  after: ["schema-mismatch"],

  signs: () => ({
    certainty: "likely",
    detail:
      "The message says which fields, or that the event has no name. The provider changed its payload, or another one uses this URL.",
  }),

  fix: ({ provider }) =>
    `Update the package of ${provider.id}. Until then keep the delivery: an inbox stores it, and retries it with the version that can ` +
    "read it.",
};
