import { createTokenSignature, type DeliveryInput, type VerifyOptions } from "@flaghook/core/signature";
import { scheme } from "./scheme.ts";

export { WebhookError, type WebhookErrorCode } from "@flaghook/core/signature";
export type { DeliveryInput, VerifyOptions } from "@flaghook/core/signature";

const verify = /* @__PURE__ */ createTokenSignature("unleash", scheme);

/**
 * Verifies that this delivery carries the secret. It proves the caller, and not the body. Reads no
 * JSON and returns nothing: a delivery that it lets through is genuine, not valid.
 *
 * @throws {WebhookError} `missing-signature` when there is no `authorization` header
 * @throws {WebhookError} `malformed-signature` when it came twice
 * @throws {WebhookError} `signature-mismatch` when it is none of the secrets
 * @throws {WebhookError} `body-not-raw` when the body is not bytes or text
 * @throws {WebhookError} `body-too-large` when the body is over `maxBodyBytes`
 * @throws {TypeError} when an option is wrong, such as an empty secret
 *
 * @example
 * ```ts
 * import { verifySignature, WebhookError } from "@flaghook/unleash/signature";
 *
 * export async function POST(request: Request): Promise<Response> {
 *   const body = new Uint8Array(await request.arrayBuffer());
 *   try {
 *     const secret = process.env.UNLEASH_WEBHOOK_SECRET!;
 *     verifySignature({ headers: request.headers, body }, { secret });
 *   } catch (error) {
 *     if (!WebhookError.is(error)) throw error;
 *     return new Response(error.code, { status: error.status });
 *   }
 *   return new Response(null, { status: 204 });
 * }
 * ```
 */
export function verifySignature(delivery: DeliveryInput, options: VerifyOptions): void {
  verify(delivery, options);
}
