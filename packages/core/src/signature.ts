import type { DeliveryInput } from "./delivery/delivery.ts";
import { copyHeaders, type NormalisedHeaders } from "./delivery/headers.ts";
import type { VerifyOptions } from "./delivery/verify-options.ts";
import { assertHexScheme } from "./signature/assert-scheme.ts";
import { authenticate } from "./signature/authenticate.ts";
import { compileSchemeVerifier } from "./signature/compile-scheme.ts";
import { compileSchemesVerifier, compileSignaturesVerifier } from "./signature/compile-schemes.ts";
import { compileHexVerifier } from "./signature/hex-scheme.ts";
import type { Scheme, SignatureScheme, TokenScheme } from "./signature/scheme.ts";
import type { SchemeParts } from "./signature/scheme-parts.ts";
import { compileTokenVerifier } from "./signature/token-scheme.ts";
import type { Verifier } from "./signature/verifier.ts";

export { WebhookError, type WebhookErrorCode, type WebhookIssue } from "./errors/error.ts";
export { base64 } from "./encoding/base64.ts";
export { hex } from "./encoding/hex.ts";
export { everyPart } from "./signature/every-part.ts";
export { encodedKey } from "./signature/key-decoding.ts";
export { oneSignature, signatureList, signaturePair } from "./signature/signature-header.ts";
export { signedId, timeInEntry, timeInHeader } from "./signature/signed-value.ts";
export type { SchemeParts } from "./signature/scheme-parts.ts";
export type { BodyInput, DeliveryInput, HeadersInput } from "./delivery/delivery.ts";
export type { Secret, TokenSecret } from "./delivery/secret.ts";
export type { VerifyOptions } from "./delivery/verify-options.ts";
export type { Codec, Encoding } from "./encoding/codec.ts";
export type { KeyDecoding } from "./signature/key-decoding.ts";
export type { KeyPairAlgorithm, SignatureMethod } from "./signature/signature-method.ts";
export type {
  Scheme,
  SignatureScheme,
  SignedPart,
  SignedTimestamp,
  TokenScheme,
} from "./signature/scheme.ts";

/**
 * A function that verifies signatures of a hex scheme and does nothing else: no JSON, no schemas.
 * Small, for cold starts and edge functions. It returns nothing and throws WebhookError, so that a
 * forgotten `if` cannot let a delivery through.
 *
 * A hex scheme is one signature in hex, of the body alone. For any other use `defineProvider`,
 * whose `verifySignature` does the same: the code for base64, ids, timestamps and several
 * signatures is not in here.
 *
 * @param provider Id that errors name.
 * @param scheme Header, algorithm, `encoding: "hex"` and perhaps a prefix.
 * @throws {TypeError} when the scheme is of another kind, or its header's name not in lower case
 *
 * @example
 * ```ts
 * import { defineSignature, WebhookError } from "@flaghook/core/signature";
 *
 * const verifySignature = defineSignature("acme", {
 *   header: "x-acme-signature",
 *   algorithm: "sha256",
 *   encoding: "hex",
 * });
 *
 * export async function POST(request: Request): Promise<Response> {
 *   const body = new Uint8Array(await request.arrayBuffer());
 *   try {
 *     verifySignature({ headers: request.headers, body }, { secret: process.env.ACME_SECRET! });
 *   } catch (error) {
 *     if (!WebhookError.is(error)) throw error;
 *     return new Response(error.code, { status: error.status });
 *   }
 *   return new Response(null, { status: 204 });
 * }
 * ```
 */
export function defineSignature(
  provider: string,
  scheme: SignatureScheme,
): (delivery: DeliveryInput, options: VerifyOptions) => void {
  assertHexScheme(scheme);
  return createSignature(provider, scheme);
}

/**
 * Does what `defineSignature` does, but looks for no mistakes in the scheme: 0.2 KB less in a
 * bundle.
 *
 * For provider packages, whose tests pass the same scheme to `defineHexProvider`. A scheme of
 * another kind is taken for a hex scheme.
 *
 * @example
 * ```ts
 * import { createSignature, type SignatureScheme } from "@flaghook/core/signature";
 *
 * export const scheme: SignatureScheme = {
 *   header: "x-acme-signature",
 *   algorithm: "sha256",
 *   encoding: "hex",
 * };
 * export const verifySignature = createSignature("acme", scheme);
 * ```
 */
export function createSignature(
  provider: string,
  scheme: SignatureScheme,
): (delivery: DeliveryInput, options: VerifyOptions) => void {
  return verifySignatureBy(provider, compileHexVerifier(provider, scheme));
}

/**
 * The same for one signature of any form: base64, with an id and a timestamp, several in a header,
 * or by a pair of keys.
 *
 * @param parts The code that the scheme needs: a bundle has no more. A TypeError when one is
 *   missing.
 *
 * @example
 * ```ts
 * import { base64, createSchemeSignature, oneSignature } from "@flaghook/core/signature";
 *
 * export const verifySignature = createSchemeSignature(
 *   "acme",
 *   { header: "x-acme-signature", algorithm: "sha256", encoding: "base64" },
 *   { base64, signatures: oneSignature },
 * );
 * ```
 */
export function createSchemeSignature(
  provider: string,
  scheme: SignatureScheme,
  parts: SchemeParts,
): (delivery: DeliveryInput, options: VerifyOptions) => void {
  return verifySignatureBy(provider, compileSchemeVerifier(provider, scheme, parts).verifier);
}

/**
 * The same for a sender that sends the secret itself. It proves the caller, and not the body.
 *
 * @example
 * ```ts
 * import { createTokenSignature } from "@flaghook/core/signature";
 *
 * export const verifySignature = createTokenSignature("acme", {
 *   kind: "token",
 *   header: "authorization",
 * });
 * ```
 */
export function createTokenSignature(
  provider: string,
  scheme: TokenScheme,
): (delivery: DeliveryInput, options: VerifyOptions) => void {
  return verifySignatureBy(provider, compileTokenVerifier(provider, scheme));
}

/**
 * The same for several schemes of one sender, of which the secrets enable some.
 *
 * @example
 * ```ts
 * import {
 *   base64,
 *   createSchemesSignature,
 *   encodedKey,
 *   oneSignature,
 *   type Scheme,
 * } from "@flaghook/core/signature";
 *
 * export const scheme: readonly Scheme[] = [
 *   {
 *     header: "x-acme-signature",
 *     algorithm: "sha256",
 *     encoding: "base64",
 *     key: { encoding: "base64", prefix: "whsec_" },
 *   },
 *   { kind: "token", header: "x-acme-token" },
 * ];
 * export const verifySignature = createSchemesSignature("acme", scheme, {
 *   base64,
 *   signatures: oneSignature,
 *   key: encodedKey,
 * });
 * ```
 */
export function createSchemesSignature(
  provider: string,
  schemes: readonly Scheme[],
  parts: SchemeParts,
): (delivery: DeliveryInput, options: VerifyOptions) => void {
  return verifySignatureByCopies(provider, compileSchemesVerifier(provider, schemes, parts));
}

/**
 * The same for several schemes that are all signatures: a bundle lacks the code for tokens.
 *
 * @example
 * ```ts
 * import { ed25519 } from "@flaghook/core/ed25519";
 * import {
 *   base64,
 *   createSignaturesSignature,
 *   encodedKey,
 *   signatureList,
 *   type SignatureScheme,
 * } from "@flaghook/core/signature";
 *
 * export const scheme: readonly SignatureScheme[] = [
 *   {
 *     header: "x-acme-signature",
 *     algorithm: "sha256",
 *     encoding: "base64",
 *     prefix: "v1,",
 *     separator: " ",
 *     key: { encoding: "base64", prefix: "whsec_" },
 *   },
 *   {
 *     header: "x-acme-signature",
 *     algorithm: ed25519,
 *     encoding: "base64",
 *     prefix: "v1a,",
 *     separator: " ",
 *     key: { encoding: "base64", prefix: "whpk_" },
 *   },
 * ];
 * export const verifySignature = createSignaturesSignature("acme", scheme, {
 *   base64,
 *   signatures: signatureList,
 *   key: encodedKey,
 * });
 * ```
 */
export function createSignaturesSignature(
  provider: string,
  schemes: readonly SignatureScheme[],
  parts: SchemeParts,
): (delivery: DeliveryInput, options: VerifyOptions) => void {
  return verifySignatureByCopies(provider, compileSignaturesVerifier(provider, schemes, parts));
}

/** For several schemes, which read a header more than once. */
function verifySignatureByCopies(
  provider: string,
  verifier: ReturnType<typeof compileSchemesVerifier>,
): (delivery: DeliveryInput, options: VerifyOptions) => void {
  return verifySignatureBy(provider, verifier, (headers) => copyHeaders(headers, verifier.headers));
}

function verifySignatureBy(
  provider: string,
  verifier: Verifier,
  copy?: (headers: NormalisedHeaders) => NormalisedHeaders,
): (delivery: DeliveryInput, options: VerifyOptions) => void {
  return (delivery, options) => {
    authenticate(provider, verifier, delivery, options, copy);
  };
}
