import type { Damage, Undone } from "../model/damage.ts";
import type { Suspect } from "../model/suspect.ts";
import { shownName, signatureLikeHeaders, withSignature } from "./signature-value.ts";

/**
 * The signature came in a header of another name: another provider's, or one that a proxy renamed.
 */
export const headerName: Damage = {
  id: "header-name",
  title: "The signature came in another header.",
  after: ["missing-signature"],

  *undo(suspect): Generator<Undone> {
    for (const [name, value] of signatureLikeHeaders(suspect)) {
      const owners = ownersOf(suspect, name);
      const whose = owners === "" ? "" : `, which is the header of ${owners}`;
      yield {
        change: withSignature(suspect, value),
        detail: `The signature is in the ${shownName(name)}${whose}. This provider sends ${suspect.scheme.header}.`,
      };
    }
  },

  fix: ({ provider, scheme }) =>
    `Send the signature in ${scheme.header}, which is what ${provider.id} does. If the sender is another provider, verify with its ` +
    "package; if a proxy renamed the header, switch that off.",
};

function ownersOf({ otherProviders }: Suspect, name: string): string {
  return otherProviders
    .filter(({ scheme }) => scheme?.header === name)
    .map(({ id }) => id)
    .join(" and ");
}
