import type { Damage } from "../model/damage.ts";

/** No delivery at all: the provider checks the URL. */
export const handshake: Damage = {
  id: "handshake",
  title: "This is no delivery: the provider checks the URL, unsigned.",
  after: ["missing-signature"],

  signs({ provider, body, headers }) {
    if (provider.handshake?.({ headers: headers.toInput(), body }) === undefined) return undefined;
    return { certainty: "likely", detail: "The body is exactly the one with which it does that." };
  },

  fix: () =>
    "Send back what provider.handshake(delivery) gives before you verify. The adapters of @flaghook/adapters do so.",
};
