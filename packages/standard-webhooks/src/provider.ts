import {
  createProvider,
  type BodyInput,
  type DeliveryInput,
  type Provider,
  type SafeVerifyResult,
  type SignOptions,
  type VerifyOptions,
} from "@flaghook/core";
import { definition } from "./definition.ts";
import type { StandardWebhooksEvent } from "./types.ts";

/**
 * Any sender that follows Standard Webhooks, as a provider for adapters, the inbox, the CLI and the
 * testing package. It knows no events; `createProvider` makes one with yours.
 *
 * The `webhook-id` is signed, stays the same when the sender tries again, and is the `dedupeKey`.
 * The signed time is that of the attempt.
 */
export const standardWebhooks: Provider<StandardWebhooksEvent> =
  /* @__PURE__ */ createProvider<StandardWebhooksEvent>(definition);

/**
 * Verifies a delivery by Standard Webhooks and gives its event.
 *
 * The secrets say which versions are enabled: `whsec_…` is the key of `v1`, `whpk_…` the public key
 * of `v1a`. With several of them one that matches is enough.
 *
 * @throws {WebhookError} `missing-signature` when one of the headers `webhook-id`,
 *   `webhook-timestamp` and `webhook-signature` is absent
 * @throws {WebhookError} `malformed-signature` when one of them came twice or in another form, or
 *   no signature is of an enabled version
 * @throws {WebhookError} `signature-mismatch` when no secret made one of the signatures
 * @throws {WebhookError} `stale-timestamp` when the signed time is over 300 s from now, either way
 * @throws {WebhookError} `body-not-raw` when the body is not bytes or text
 * @throws {WebhookError} `body-too-large` when the body is over `maxBodyBytes`
 * @throws {WebhookError} `invalid-json` when the signed body is not strict UTF-8 JSON
 * @throws {TypeError} when an option is wrong, such as a secret without its prefix
 *
 * @example
 * ```ts
 * import { verify, WebhookError, type StandardWebhooksEvent } from "@flaghook/standard-webhooks";
 *
 * export function read(headers: Headers, body: Uint8Array): StandardWebhooksEvent | undefined {
 *   try {
 *     return verify({ headers, body }, { secret: process.env.WEBHOOK_SECRET! });
 *   } catch (error) {
 *     if (!WebhookError.is(error)) throw error; // our own mistake
 *     console.warn(error.message); // says what to change
 *     return undefined;
 *   }
 * }
 * ```
 */
export function verify(delivery: DeliveryInput, options: VerifyOptions): StandardWebhooksEvent {
  return standardWebhooks.verify(delivery, options);
}

/**
 * Like {@link verify}, but gives a WebhookError in the result and throws none.
 *
 * @throws {TypeError} when an option is wrong: no delivery is at fault
 *
 * @example
 * ```ts
 * import { safeVerify } from "@flaghook/standard-webhooks";
 *
 * export async function POST(request: Request): Promise<Response> {
 *   const body = new Uint8Array(await request.arrayBuffer());
 *   const secret = process.env.WEBHOOK_SECRET!;
 *   const result = safeVerify({ headers: request.headers, body }, { secret });
 *   if (!result.ok) return new Response(result.error.code, { status: result.error.status });
 *   console.log(result.event.name);
 *   return new Response(null, { status: 204 });
 * }
 * ```
 */
export function safeVerify(
  delivery: DeliveryInput,
  options: VerifyOptions,
): SafeVerifyResult<StandardWebhooksEvent> {
  return standardWebhooks.safeVerify(delivery, options);
}

/**
 * Verifies the signature alone, like `verifySignature` of `@flaghook/standard-webhooks/signature`
 * does, which loads less.
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
 * import { verifySignature, WebhookError } from "@flaghook/standard-webhooks";
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
  standardWebhooks.verifySignature(delivery, options);
}

/**
 * The headers that a sender would send with this body, for tests and replays. `secret` is a
 * `whsec_…` for `v1`, or the private key `whsk_…` for `v1a`.
 *
 * @throws {TypeError} when the secret is a public key or has no prefix, or an option is unknown
 *
 * @example
 * ```ts
 * import { sign } from "@flaghook/standard-webhooks";
 *
 * const body = '{"type":"invoice.paid","timestamp":"2026-01-01T00:00:00Z","data":{}}';
 * const headers = sign(body, { secret: `whsec_${btoa("0123456789abcdef01234567")}` });
 * await fetch("http://localhost:3000/webhooks/shop", { method: "POST", body, headers });
 * ```
 */
export function sign(body: BodyInput, options: SignOptions): Record<string, string> {
  return standardWebhooks.sign(body, options);
}
