import type { Damage } from "../model/damage.ts";
import type { Suspect } from "../model/suspect.ts";

/** The signature's header is there, and not in a form that could be put right. */
export const headerForm: Damage = {
  id: "header-form",
  title: "A header that the signature needs is not in the provider's form.",
  after: ["malformed-signature"],

  signs: (suspect) => ({
    certainty: "likely",
    detail: `The ${suspect.scheme.header} header should be ${formOf(suspect)}, once, and no known damage explains what came.`,
  }),

  fix: ({ provider }) =>
    `See which sender it is: ${provider.id} does not write its signature so. If it is a script of your own, sign with sign() of the ` +
    "provider's package.",
};

function formOf({ scheme: { prefix = "", encoding, separator, timestamp } }: Suspect): string {
  const one = `${prefix}<${encoding === "hex" ? "lower-case hex" : "base64"}>`;
  if (separator === ", ") return `${timestamp?.entry}<time>, ${one}`;
  return separator === undefined ? one : `entries with ${one} among them`;
}
