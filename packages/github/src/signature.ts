import { createSignature, type DeliveryInput, type VerifyOptions } from "@flaghook/core/signature";
import { scheme } from "./scheme.ts";

export { WebhookError, type WebhookErrorCode } from "@flaghook/core/signature";
export type { DeliveryInput, VerifyOptions } from "@flaghook/core/signature";

const check = /* @__PURE__ */ createSignature("github", scheme);

/**
 * Verifies that GitHub signed this delivery. Reads no JSON and returns nothing: what it lets
 * through is genuine, not valid.
 *
 * @throws {WebhookError} `missing-signature` when there is no `x-hub-signature-256` header
 * @throws {WebhookError} `malformed-signature` when it is not `sha256=` and 64 lower-case hex
 *   digits, or came twice
 * @throws {WebhookError} `signature-mismatch` when none of the secrets made it from this body
 * @throws {WebhookError} `body-not-raw` when the body is not bytes or text
 * @throws {WebhookError} `body-too-large` when the body is over `maxBodyBytes`
 * @throws {TypeError} when an option is wrong, an empty secret among them
 *
 * @example
 * ```ts
 * import { verifySignature } from "@flaghook/github/signature";
 *
 * export async function POST(request: Request): Promise<Response> {
 *   const body = new Uint8Array(await request.arrayBuffer());
 *   const secret = process.env.GITHUB_WEBHOOK_SECRET!;
 *   verifySignature({ headers: request.headers, body }, { secret });
 *   return new Response(null, { status: 204 });
 * }
 * ```
 */
export function verifySignature(delivery: DeliveryInput, options: VerifyOptions): void {
  check(delivery, options);
}
