import { createSchemeSignature, type DeliveryInput, type VerifyOptions } from "@flaghook/core/signature";
import { scheme } from "./scheme.ts";

export { WebhookError, type WebhookErrorCode } from "@flaghook/core/signature";
export type { DeliveryInput, VerifyOptions } from "@flaghook/core/signature";

const verify = /* @__PURE__ */ createSchemeSignature("statsig", scheme);

/**
 * Verifies that Statsig signed this delivery. Reads no JSON and returns nothing: a delivery that it
 * lets through is genuine, not valid.
 *
 * @throws {WebhookError} `missing-signature` when one of the headers `x-statsig-signature` and
 *   `x-statsig-request-timestamp` is absent
 * @throws {WebhookError} `malformed-signature` when the signature is not `v0=` and 64 lower-case
 *   hex digits, the time no number, or one of them came twice
 * @throws {WebhookError} `signature-mismatch` when no secret made it from this time and body
 * @throws {WebhookError} `stale-timestamp` when the signed time is over 300 s from now, either way
 * @throws {WebhookError} `body-not-raw` when the body is not bytes or text
 * @throws {WebhookError} `body-too-large` when the body is over `maxBodyBytes`
 * @throws {TypeError} when an option is wrong, such as an empty secret
 *
 * @example
 * ```ts
 * import { verifySignature, WebhookError } from "@flaghook/statsig/signature";
 *
 * export async function POST(request: Request): Promise<Response> {
 *   const body = new Uint8Array(await request.arrayBuffer());
 *   try {
 *     const secret = process.env.STATSIG_WEBHOOK_SECRET!;
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
