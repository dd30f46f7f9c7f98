import { readHeader, type NormalisedHeaders } from "../delivery/headers.ts";
import type { Secret } from "../delivery/secret.ts";
import { utf8 } from "../encoding/utf8.ts";
import { WebhookError } from "../errors/error.ts";
import { mismatch } from "./match-signature.ts";
import type { Verifier, Verify } from "./verifier.ts";

const AROUND = /^[\s"'`]+|[\s"'`]+$/g;
const LENGTH = /^\d{1,15}$/;
const COMPRESSION = /^(?:(?:x-)?gzip|deflate|compress|br|zstd)$/i;

/**
 * The `verify` of a verifier, whose `signature-mismatch` says what is certain on the spot.
 *
 * Its headers must be a copy: it reads them a second time.
 */
export function verifyWithCauses(provider: string, header: string, { keyOf, verify }: Verifier): Verify {
  return (headers, body, keys, options, givenHeaders) => {
    // One HMAC, and no code of the caller's: by a clock of 1970 any signed time is stale.
    const isSignedWith = (secret: Uint8Array): boolean => {
      try {
        verify(headers, body, [keyOf(secret)], { ...options, now: () => new Date(0) }, headers);
        return true;
      } catch (error) {
        return WebhookError.is(error) && error.code === "stale-timestamp";
      }
    };
    try {
      return verify(headers, body, keys, options, givenHeaders);
    } catch (error) {
      if (!WebhookError.is(error) || error.code !== "signature-mismatch") throw error;
      // No token is among them: keyOf has refused it. They come first: a getter among the headers may run `verify` again.
      const cause = causeInSecrets(options.secrets as readonly Secret[], isSignedWith);
      throw mismatch(provider, header, cause + causesInHeaders(givenHeaders, body));
    }
  };
}

/**
 * A secret without what is around it. `undefined` when there is nothing: trying it costs no HMAC.
 */
export function trimSecret(secret: Secret): string | undefined {
  const text = typeof secret === "string" ? secret : new TextDecoder().decode(secret);
  const trimmed = text.replace(AROUND, "");
  return trimmed === text ? undefined : trimmed;
}

/** Tries one secret without what is around it, and no more: a refusal must stay cheap. */
export function causeInSecrets(
  secrets: readonly Secret[],
  isSignedWith: (secret: Uint8Array) => boolean,
): string {
  for (const secret of secrets) {
    const trimmed = trimSecret(secret);
    if (trimmed === undefined) continue;
    if (isSignedWith(utf8(trimmed))) {
      return "The secret has white space or quotes around it: with it trimmed the signature matches. ";
    }
    // Bytes may be no text at all.
    return typeof secret === "string" ? "The secret begins or ends with white space or a quote. " : "";
  }
  return "";
}

function causesInHeaders(headers: NormalisedHeaders, body: Uint8Array): string {
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
