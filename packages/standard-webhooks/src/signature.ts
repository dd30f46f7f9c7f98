import { createSchemesSignature, type DeliveryInput, type VerifyOptions } from "@flaghook/core/signature";
import { schemesOf } from "./scheme.ts";

export { WebhookError, type WebhookErrorCode } from "@flaghook/core/signature";
export type { DeliveryInput, VerifyOptions } from "@flaghook/core/signature";

const verify = /* @__PURE__ */ createSchemesSignature(
  "standard-webhooks",
  /* @__PURE__ */ schemesOf("webhook"),
);

/**
 * Verifies that a sender signed this delivery, by `v1` or `v1a`. Reads no JSON and returns nothing:
 * a delivery that it lets through is genuine, not valid.
 *
 * @throws {WebhookError} `missing-signature` when one of the headers `webhook-id`,
 *   `webhook-timestamp` and `webhook-signature` is absent
 * @throws {WebhookError} `malformed-signature` when one of them came twice or in another form, or
 *   no signature is of an enabled version
 * @throws {WebhookError} `signature-mismatch` when no secret made one of the signatures
 * @throws {WebhookError} `stale-timestamp` when the signed time is over 300 s from now, either way
 * @throws {WebhookError} `body-not-raw` when the body is not bytes or text
 * @throws {WebhookError} `body-too-large` when the body is over `maxBodyBytes`
 * @throws {TypeError} when an option is wrong, such as a secret without its prefix
 *
 * @example
 * ```ts
 * import { verifySignature, WebhookError } from "@flaghook/standard-webhooks/signature";
 *
 * export async function POST(request: Request): Promise<Response> {
 *   const body = new Uint8Array(await request.arrayBuffer());
 *   try {
 *     const secret = process.env.WEBHOOK_SECRET!;
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
