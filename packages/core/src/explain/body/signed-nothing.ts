import type { Damage, Undone } from "../model/damage.ts";
import { MISMATCH } from "../model/refusal.ts";

/** The signature is that of an empty body. */
export const signedNothing: Damage = {
  id: "signed-nothing",
  title: "The signature was made of an empty body.",
  after: MISMATCH,

  *guess({ body }): Generator<Undone> {
    if (body.length === 0) return;
    yield {
      change: { body: new Uint8Array(0) },
      detail:
        "Whoever signed this had the secret and no body: a test that signs before it has the body, or a proxy that signs again.",
      isFinal: true,
    };
  },

  fix: () =>
    "Sign the bytes that are sent: sign(body, { secret }) of the provider's package takes the same body as fetch does.",
};
