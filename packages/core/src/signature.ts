import { algorithmOf } from "./algorithms.ts";
import { authenticate } from "./authenticate.ts";
import { oneSignature } from "./claims.ts";
import type { DeliveryInput } from "./delivery.ts";
import { decodeHex } from "./hex.ts";
import { oneValue, presentHeader } from "./headers.ts";
import { keyCache } from "./keys.ts";
import { compileMatcher } from "./matcher.ts";
import type { VerifyOptions } from "./options.ts";
import type { SignatureScheme } from "./scheme.ts";
import { utf8 } from "./utf8.ts";
import type { Verifier } from "./verifier.ts";

export { WebhookError, type WebhookErrorCode, type WebhookIssue } from "./error.ts";
export type { BodyInput, DeliveryInput, HeadersInput } from "./delivery.ts";
export type { Secret, VerifyOptions } from "./options.ts";
export type { KeyDecoding, SignatureScheme, SignedPart, SignedTimestamp } from "./scheme.ts";

/**
 * A function that verifies signatures of a plain scheme and does nothing else: no JSON, no schemas. Small, for cold starts and
 * edge functions. It returns nothing and throws WebhookError, so that a forgotten `if` cannot let a delivery through.
 *
 * Plain means one signature in hex, of the body alone. Any other scheme is for `defineProvider`, whose `verifySignature` does
 * the same; what reads base64, ids, timestamps and several signatures is left out here.
 *
 * @param provider Id that errors name.
 * @param scheme Header, algorithm, `encoding: "hex"` and perhaps a prefix.
 * @throws {TypeError} when the scheme is not plain, or its header not a name in lower case
 *
 * @example
 * ```ts
 * import { defineSignature } from "@flaghook/core/signature";
 *
 * const verifySignature = defineSignature("acme", { header: "x-acme-signature", algorithm: "sha256", encoding: "hex" });
 *
 * export async function POST(request: Request): Promise<Response> {
 *   const body = new Uint8Array(await request.arrayBuffer());
 *   verifySignature({ headers: request.headers, body }, { secret: "from your secret store" });
 *   return new Response(null, { status: 204 });
 * }
 * ```
 */
export function defineSignature(
  provider: string,
  scheme: SignatureScheme,
): (delivery: DeliveryInput, options: VerifyOptions) => void {
  const { header, prefix = "", algorithm: given, encoding, ...further } = scheme;
  if (encoding !== "hex" || Object.keys(further).length > 0) {
    throw new TypeError("only a plain scheme: for others use defineProvider.");
  }
  const name: unknown = header; // from JavaScript it may be anything
  if (name !== String(name).toLowerCase()) throw new TypeError("scheme.header must be in lower case.");
  const algorithm = algorithmOf(given);
  const { byteLength } = algorithm;
  const form = { provider, header, prefix, byteLength, decode: decodeHex, encoded: "lower-case hex" };
  const readClaims = oneSignature(form);
  const match = compileMatcher(provider, header, algorithm);
  const verifier: Verifier = {
    keyOf: keyCache(algorithm, utf8),
    verify(headers, body, keys) {
      const value = oneValue(provider, header, presentHeader(provider, headers, header));
      return match(readClaims(value), "", body, keys);
    },
  };
  return (delivery, options) => {
    authenticate(provider, verifier, delivery, options);
  };
}
