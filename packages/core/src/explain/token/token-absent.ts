import type { Damage } from "../model/damage.ts";

/** No token came at all. */
export const tokenAbsent: Damage = {
  id: "token-absent",
  title: "The delivery came without its token.",
  after: ["missing-signature"],

  signs: ({ scheme }) => ({ certainty: "likely", detail: `There is no ${scheme.header} header.` }),

  fix: ({ provider, scheme }) =>
    `Set the ${scheme.header} header in the settings of the webhook at ${provider.id}. If it is set, look for a proxy that keeps ` +
    "it for itself: many drop authorization.",
};
