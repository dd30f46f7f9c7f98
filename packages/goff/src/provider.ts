import {
  defineHexProvider,
  type BodyInput,
  type DeliveryInput,
  type Provider,
  type SafeVerifyResult,
  type SignOptions,
  type VerifyOptions,
} from "@flaghook/core";
import { eventName, events, extraFields } from "./events.ts";
import { scheme } from "./scheme.ts";
import type { GoffEvent } from "./types.ts";

/**
 * GO Feature Flag as a provider, for adapters, the inbox, the CLI and the testing package.
 *
 * One header, two senders: the exporter's `export` and the notifier's `notify`, told apart by the
 * signed body. Neither carries an id or a signed time, so a `dedupeKey` is a digest, and an old
 * delivery stays genuine.
 */
export const goff: Provider<GoffEvent> = /* @__PURE__ */ defineHexProvider<GoffEvent>({
  id: "goff",
  scheme,
  eventName,
  events,
  extraFields,
  constantHeaders: { "user-agent": "Go-http-client/1.1" },
});

/**
 * Verifies a delivery of GO Feature Flag and gives its event.
 *
 * No element of a batch ever refuses it: elements of a kind we do not know, that fail their check,
 * or whose arrays and objects lie more than 100 deep in each other, are in `event.otherEvents`. A
 * refused batch would come back inside a growing one for ever.
 *
 * It does not know whether the events came before. A batch that failed once is sent again with
 * newer events added, so drop repeats event by event, with `featureEventKey`.
 *
 * @throws {WebhookError} `missing-signature` when there is no `x-hub-signature-256` header
 * @throws {WebhookError} `malformed-signature` when it is not `sha256=` and 64 lower-case hex
 *   digits, or came twice
 * @throws {WebhookError} `signature-mismatch` when no secret made it from this body
 * @throws {WebhookError} `body-not-raw` when the body is not bytes or text
 * @throws {WebhookError} `body-too-large` when the body is over `maxBodyBytes`
 * @throws {WebhookError} `invalid-json` when the signed body is not strict UTF-8 JSON
 * @throws {WebhookError} `schema-mismatch` when it has neither or both of `events` and `flags`, or
 *   breaks the schema of one
 * @throws {TypeError} when an option is wrong, an empty secret among them
 *
 * @example
 * ```ts
 * import { verify } from "@flaghook/goff";
 *
 * export async function POST(request: Request): Promise<Response> {
 *   const body = new Uint8Array(await request.arrayBuffer());
 *   const event = verify({ headers: request.headers, body }, { secret: process.env.GOFF_WEBHOOK_SECRET! });
 *   if (event.type === "export") console.log(event.payload.events.length);
 *   return new Response(null, { status: 204 });
 * }
 * ```
 */
export function verify(delivery: DeliveryInput, options: VerifyOptions): GoffEvent {
  return goff.verify(delivery, options);
}

/**
 * Like {@link verify}, with the WebhookError in the result instead of thrown.
 *
 * @throws {TypeError} when an option is wrong: that is no delivery's fault
 *
 * @example
 * ```ts
 * import { safeVerify } from "@flaghook/goff";
 *
 * export async function POST(request: Request): Promise<Response> {
 *   const body = new Uint8Array(await request.arrayBuffer());
 *   const result = safeVerify({ headers: request.headers, body }, { secret: process.env.GOFF_WEBHOOK_SECRET! });
 *   return new Response(null, { status: result.ok ? 204 : result.error.status });
 * }
 * ```
 */
export function safeVerify(delivery: DeliveryInput, options: VerifyOptions): SafeVerifyResult<GoffEvent> {
  return goff.safeVerify(delivery, options);
}

/**
 * Verifies the signature alone, as `verifySignature` of `@flaghook/goff/signature` does, which
 * loads less.
 *
 * @throws {WebhookError} `missing-signature` when there is no `x-hub-signature-256` header
 * @throws {WebhookError} `malformed-signature` when it is not `sha256=` and 64 lower-case hex
 *   digits, or came twice
 * @throws {WebhookError} `signature-mismatch` when no secret made it from this body
 * @throws {WebhookError} `body-not-raw` when the body is not bytes or text
 * @throws {WebhookError} `body-too-large` when the body is over `maxBodyBytes`
 * @throws {TypeError} when an option is wrong, an empty secret among them
 *
 * @example
 * ```ts
 * import { verifySignature } from "@flaghook/goff";
 *
 * export async function POST(request: Request): Promise<Response> {
 *   const body = new Uint8Array(await request.arrayBuffer());
 *   verifySignature({ headers: request.headers, body }, { secret: process.env.GOFF_WEBHOOK_SECRET! });
 *   return new Response(null, { status: 204 });
 * }
 * ```
 */
export function verifySignature(delivery: DeliveryInput, options: VerifyOptions): void {
  goff.verifySignature(delivery, options);
}

/**
 * The headers that GO Feature Flag would send with this body, for tests and replays.
 *
 * @throws {TypeError} when the secret is empty or an option is unknown
 *
 * @example
 * ```ts
 * import { sign } from "@flaghook/goff";
 *
 * const body = '{"meta":{"hostname":"server01"},"events":[]}';
 * await fetch("http://localhost:3000/webhooks/goff", { method: "POST", body, headers: sign(body, { secret: "test" }) });
 * ```
 */
export function sign(body: BodyInput, options: SignOptions): Record<string, string> {
  return goff.sign(body, options);
}
