import type { Damage } from "../model/damage.ts";
import { signatureLikeHeaders } from "./signature-value.ts";

/** No signature came at all. */
export const headerAbsent: Damage = {
  id: "header-absent",
  title: "The delivery came without a signature.",
  after: ["missing-signature"],

  signs(suspect) {
    const { headers, scheme } = suspect;
    const needed = [scheme.header, scheme.id?.header, scheme.timestamp?.header];
    const absent = needed.find((name) => name !== undefined && !headers.has(name)) ?? scheme.header;
    const hasOther = signatureLikeHeaders(suspect).length > 0;
    const others = hasOther
      ? "though another one looks like a signature"
      : "and none that could be a signature";
    const detail = `There is no ${absent} header, ${absent === scheme.header ? others : "which the signature covers"}.`;
    return { certainty: "likely", detail };
  },

  fix: ({ provider }) =>
    `Set a secret for the webhook at ${provider.id}: without one it does not sign. If one is set, look for a proxy that drops headers ` +
    "it does not know (API Gateway mappings, nginx with underscores, a relay).",
};
