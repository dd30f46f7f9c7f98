import { readHeader, type NormalisedHeaders } from "../delivery/headers.ts";
import type { Secret } from "../delivery/secret.ts";
import { utf8 } from "../encoding/utf8.ts";

/** The facts of a delivery whose signature no secret made. */
export interface Mismatch {
  readonly secrets: readonly Secret[];
  /** Every header as it was given. Reading them may run code of the caller's. */
  readonly headers: NormalisedHeaders;
  readonly body: Uint8Array;
  /** Whether these bytes as the secret give the signature. Costs one HMAC. */
  readonly isSignedWith: (secret: Uint8Array) => boolean;
}

/** Says what is certain on the spot, in sentences that end in a space. */
export type FindCauses = (mismatch: Mismatch) => string;

const AROUND = /^[\s"'`]+|[\s"'`]+$/g;
const LENGTH = /^\d{1,15}$/;
const COMPRESSION = /^(?:(?:x-)?gzip|deflate|compress|br|zstd)$/i;

/** Looks at the secrets first: a getter among the headers may run `verify` again. */
export const findCauses: FindCauses = (mismatch) => causeInSecrets(mismatch) + causesInHeaders(mismatch);

/** Tries one secret without what is around it, and no more: a refusal must stay cheap. */
function causeInSecrets({ secrets, isSignedWith }: Mismatch): string {
  for (const secret of secrets) {
    const isText = typeof secret === "string";
    const text = isText ? secret : new TextDecoder().decode(secret);
    const trimmed = text.replace(AROUND, "");
    if (trimmed === text || trimmed === "") continue;
    if (isSignedWith(utf8(trimmed))) {
      return "The secret has white space or quotes around it: with it trimmed the signature matches. ";
    }
    // Bytes may be no text at all.
    return isText ? "The secret begins or ends with white space or a quote. " : "";
  }
  return "";
}

function causesInHeaders({ headers, body }: Mismatch): string {
  let causes = "";
  try {
    const length = readHeader(headers, "content-length");
    if (typeof length === "string" && LENGTH.test(length) && Number(length) !== body.length) {
      causes += `Content-Length says ${Number(length)} bytes, but the body has ${body.length}. `;
    }
    const encoding = readHeader(headers, "content-encoding");
    if (typeof encoding === "string" && COMPRESSION.test(encoding)) {
      causes += `Content-Encoding is ${encoding.toLowerCase()}: pass the bytes that were signed, compressed or not. `;
    }
  } catch {
    // The delivery is refused either way, whatever its headers throw.
  }
  return causes;
}
