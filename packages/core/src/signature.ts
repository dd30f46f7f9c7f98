import { authenticate } from "./signature/authenticate.ts";
import type { DeliveryInput } from "./delivery/delivery.ts";
import type { VerifyOptions } from "./delivery/verify-options.ts";
import { plainVerifier } from "./signature/hex-verifier.ts";
import type { SignatureScheme } from "./signature/scheme.ts";

export { WebhookError, type WebhookErrorCode, type WebhookIssue } from "./errors/error.ts";
export type { BodyInput, DeliveryInput, HeadersInput } from "./delivery/delivery.ts";
export type { Secret, VerifyOptions } from "./delivery/verify-options.ts";
export type { KeyDecoding, SignatureScheme, SignedPart, SignedTimestamp } from "./signature/scheme.ts";

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
  const verifier = plainVerifier(provider, scheme);
  return (delivery, options) => {
    authenticate(provider, verifier, delivery, options);
  };
}
