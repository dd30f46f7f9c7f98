import { base64 } from "../encoding/base64.ts";
import { hex } from "../encoding/hex.ts";
import { encodedKey } from "./key-decoding.ts";
import type { SchemeParts } from "./scheme-parts.ts";
import { oneSignature, signatureList, signaturePair } from "./signature-header.ts";
import { signedId, timeInEntry, timeInHeader } from "./signed-value.ts";

/** For schemes that are not known beforehand. */
export const everyPart: SchemeParts = {
  hex,
  base64,
  signatures(form, scheme) {
    if (scheme.separator === undefined) return oneSignature(form);
    return scheme.separator === ", " ? signaturePair(form, scheme) : signatureList(form, scheme);
  },
  id: signedId,
  timestamp: (provider, scheme) =>
    (scheme.timestamp?.header === undefined ? timeInEntry : timeInHeader)(provider, scheme),
  key: encodedKey,
};
