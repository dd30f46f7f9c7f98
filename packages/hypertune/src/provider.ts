import {
  defineHexProvider,
  type BodyInput,
  type DeliveryInput,
  type Provider,
  type SafeVerifyResult,
  type SignOptions,
  type VerifyOptions,
} from "@flaghook/core";
import { events } from "./events.ts";
import { scheme } from "./scheme.ts";
import type { HypertuneEvent } from "./types.ts";

/**
 * Hypertune as a provider, for adapters, the inbox, the CLI and the testing package.
 *
 * Its deliveries carry a signed `id`, which is their `dedupeKey`, and no signed time: an old
 * delivery stays genuine.
 */
export const hypertune: Provider<HypertuneEvent> = /* @__PURE__ */ defineHexProvider<HypertuneEvent>({
  id: "hypertune",
  scheme,
  eventName: { field: "type" },
  eventId: { field: "id", isIdentity: true },
  events,
});

/**
 * Verifies a delivery of Hypertune and gives its event.
 *
 * It does not know whether the delivery came before: Hypertune retries, so drop repeats by
 * `dedupeKey` or use the inbox.
 *
 * @throws {WebhookError} `missing-signature` when there is no `x-hypertune-signature` header
 * @throws {WebhookError} `malformed-signature` when it is not 64 lower-case hex digits, or came
 *   twice
 * @throws {WebhookError} `signature-mismatch` when no secret made it from this body
 * @throws {WebhookError} `body-not-raw` when the body is not bytes or text
 * @throws {WebhookError} `body-too-large` when the body is over `maxBodyBytes`
 * @throws {WebhookError} `invalid-json` when the signed body is not strict UTF-8 JSON
 * @throws {WebhookError} `schema-mismatch` when it has no type, or breaks the schema of a known one
 * @throws {TypeError} when an option is wrong, an empty secret among them
 *
 * @example
 * ```ts
 * import { verify } from "@flaghook/hypertune";
 *
 * export async function POST(request: Request): Promise<Response> {
 *   const body = new Uint8Array(await request.arrayBuffer());
 *   const event = verify({ headers: request.headers, body }, { secret: process.env.HYPERTUNE_WEBHOOK_SECRET! });
 *   if (event.type === "NEW_COMMIT") console.log(event.payload.commit.id);
 *   return new Response(null, { status: 204 });
 * }
 * ```
 */
export function verify(delivery: DeliveryInput, options: VerifyOptions): HypertuneEvent {
  return hypertune.verify(delivery, options);
}

/**
 * Like {@link verify}, with the WebhookError in the result instead of thrown.
 *
 * @throws {TypeError} when an option is wrong: that is no delivery's fault
 *
 * @example
 * ```ts
 * import { safeVerify } from "@flaghook/hypertune";
 *
 * export async function POST(request: Request): Promise<Response> {
 *   const body = new Uint8Array(await request.arrayBuffer());
 *   const result = safeVerify({ headers: request.headers, body }, { secret: process.env.HYPERTUNE_WEBHOOK_SECRET! });
 *   return new Response(null, { status: result.ok ? 204 : result.error.status });
 * }
 * ```
 */
export function safeVerify(
  delivery: DeliveryInput,
  options: VerifyOptions,
): SafeVerifyResult<HypertuneEvent> {
  return hypertune.safeVerify(delivery, options);
}

/**
 * Verifies the signature alone, as `verifySignature` of `@flaghook/hypertune/signature` does, which
 * loads less.
 *
 * @throws {WebhookError} `missing-signature` when there is no `x-hypertune-signature` header
 * @throws {WebhookError} `malformed-signature` when it is not 64 lower-case hex digits, or came
 *   twice
 * @throws {WebhookError} `signature-mismatch` when no secret made it from this body
 * @throws {WebhookError} `body-not-raw` when the body is not bytes or text
 * @throws {WebhookError} `body-too-large` when the body is over `maxBodyBytes`
 * @throws {TypeError} when an option is wrong, an empty secret among them
 *
 * @example
 * ```ts
 * import { verifySignature } from "@flaghook/hypertune";
 *
 * export async function POST(request: Request): Promise<Response> {
 *   const body = new Uint8Array(await request.arrayBuffer());
 *   verifySignature({ headers: request.headers, body }, { secret: process.env.HYPERTUNE_WEBHOOK_SECRET! });
 *   return new Response(null, { status: 204 });
 * }
 * ```
 */
export function verifySignature(delivery: DeliveryInput, options: VerifyOptions): void {
  hypertune.verifySignature(delivery, options);
}

/**
 * The headers that Hypertune would send with this body, for tests and replays.
 *
 * @throws {TypeError} when the secret is empty or an option is unknown
 *
 * @example
 * ```ts
 * import { sign } from "@flaghook/hypertune";
 *
 * const body = '{"id":"a","type":"NEW_COMMIT","project":{"id":"1"},"commit":{"id":"2"}}';
 * await fetch("http://localhost:3000/webhooks/hypertune", { method: "POST", body, headers: sign(body, { secret: "test" }) });
 * ```
 */
export function sign(body: BodyInput, options: SignOptions): Record<string, string> {
  return hypertune.sign(body, options);
}
