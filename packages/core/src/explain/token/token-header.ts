import type { Damage, Undone } from "../model/damage.ts";
import { shownName, withSignature } from "../header/signature-value.ts";

/** Headers that are tried: a hostile sender could send hundreds. */
const MAX_HEADERS = 32;

/** The token came in a header of another name. */
export const tokenHeader: Damage = {
  id: "token-header",
  title: "The token came in another header.",
  after: ["missing-signature"],

  *guess(suspect): Generator<Undone> {
    const { headers, scheme } = suspect;
    const names = headers.names.filter((name) => name !== scheme.header).slice(0, MAX_HEADERS);
    for (const name of names) {
      const value = headers.valueOf(name);
      if (value === undefined) continue;
      for (const text of new Set([value, (scheme.prefix ?? "") + value])) {
        yield {
          change: withSignature(suspect, text),
          detail: `The secret is in the ${shownName(name)}. This provider sends ${scheme.header}.`,
          isFinal: true,
        };
      }
    }
  },

  fix: ({ provider, scheme }) =>
    `Let ${provider.id} send the secret in ${scheme.header}. If a proxy renamed the header, switch that off.`,
};
