import { createSignature, type DeliveryInput, type VerifyOptions } from "@flaghook/core/signature";
import { scheme } from "./scheme.ts";

export { WebhookError, type WebhookErrorCode } from "@flaghook/core/signature";
export type { DeliveryInput, VerifyOptions } from "@flaghook/core/signature";

const verify = /* @__PURE__ */ createSignature("launchdarkly", scheme);

/**
 * Verifies that LaunchDarkly signed this delivery. Reads no JSON and returns nothing: a delivery
 * that it lets through is genuine, not valid.
 *
 * @throws {WebhookError} `missing-signature` when there is no `x-ld-signature` header
 * @throws {WebhookError} `malformed-signature` when it is not 64 lower-case hex digits, or came
 *   twice
 * @throws {WebhookError} `signature-mismatch` when no secret made it from this body
 * @throws {WebhookError} `body-not-raw` when the body is not bytes or text
 * @throws {WebhookError} `body-too-large` when the body is over `maxBodyBytes`
 * @throws {TypeError} when an option is wrong, such as an empty secret
 *
 * @example
 * ```ts
 * import { verifySignature, WebhookError } from "@flaghook/launchdarkly/signature";
 *
 * export async function POST(request: Request): Promise<Response> {
 *   const body = new Uint8Array(await request.arrayBuffer());
 *   try {
 *     const secret = process.env.LAUNCHDARKLY_WEBHOOK_SECRET!;
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
