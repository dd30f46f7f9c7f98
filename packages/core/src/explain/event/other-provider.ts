import type { Secret } from "../../delivery/secret.ts";
import type { Provider } from "../../provider/provider.ts";
import type { Damage, Undone } from "../model/damage.ts";
import type { SuspectChange } from "../model/suspect.ts";

/** The delivery is genuine, but of another provider. */
export const otherProvider: Damage = {
  id: "other-provider",
  title: "This is another provider's delivery.",
  after: [
    "missing-signature",
    "malformed-signature",
    "signature-mismatch",
    "invalid-json",
    "schema-mismatch",
  ],

  *guess({ otherProviders, secrets, otherSecrets }): Generator<Undone> {
    for (const other of otherProviders) {
      const own = `It is a genuine delivery of ${other.id}, signed with this secret.`;
      yield { change: asDeliveryOf(other, secrets), detail: own, isFinal: true };
      for (const [name, secret] of otherSecrets) {
        const detail = `It is a genuine delivery of ${other.id}, signed with the secret ${name}.`;
        yield { change: asDeliveryOf(other, [secret]), detail, isFinal: true };
      }
    }
  },

  fix: ({ provider }) =>
    `Register this URL at ${provider.id} alone, and give the other provider the URL of its own webhook: two URLs or two secrets were ` +
    "swapped.",
};

/**
 * The whole of `verify`: providers may share a header, and then only the event tells whose delivery
 * it is.
 */
function asDeliveryOf(other: Provider, secrets: readonly Secret[]): SuspectChange {
  return {
    secrets,
    verify: (delivery, options) => {
      other.verify(delivery, options);
    },
  };
}
