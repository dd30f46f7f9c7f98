import {
  createHexProvider,
  type BodyInput,
  type DeliveryInput,
  type Provider,
  type SafeVerifyResult,
  type SignOptions,
  type VerifyOptions,
} from "@flaghook/core";
import { definition } from "./definition.ts";
import type { GoffEvent } from "./types.ts";

/**
 * GO Feature Flag as a provider, for adapters, the inbox, the CLI and the testing package.
 *
 * One header, two senders: the exporter's `export` and the notifier's `notify`. The signed body
 * tells them apart. Neither sends an id or signs a time, so a `dedupeKey` is a digest, and an old
 * delivery stays genuine.
 */
export const goff: Provider<GoffEvent> = /* @__PURE__ */ createHexProvider<GoffEvent>(definition);

/**
 * Verifies a delivery of GO Feature Flag and gives its event.
 *
 * No element can make it refuse a batch: elements of an unknown kind, that fail their check, or
 * whose arrays and objects lie more than 100 deep in each other, are in `event.otherEvents`. A
 * refused batch would come again with every flush, and grow.
 *
 * It does not know whether the events came before. A batch that failed once comes again with newer
 * events added, so drop repeats event by event, with `featureEventKey`.
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
 * @throws {TypeError} when an option is wrong, such as an empty secret
 *
 * @example
 * ```ts
 * import { verify, WebhookError, type GoffEvent } from "@flaghook/goff";
 *
 * export function read(headers: Headers, body: Uint8Array): GoffEvent | undefined {
 *   try {
 *     return verify({ headers, body }, { secret: process.env.GOFF_WEBHOOK_SECRET! });
 *   } catch (error) {
 *     if (!WebhookError.is(error)) throw error; // our own mistake
 *     console.warn(error.message); // says what to change
 *     return undefined;
 *   }
 * }
 * ```
 */
export function verify(delivery: DeliveryInput, options: VerifyOptions): GoffEvent {
  return goff.verify(delivery, options);
}

/**
 * Like {@link verify}, but gives a WebhookError in the result and throws none.
 *
 * @throws {TypeError} when an option is wrong: no delivery is at fault
 *
 * @example
 * ```ts
 * import { safeVerify } from "@flaghook/goff";
 *
 * export async function POST(request: Request): Promise<Response> {
 *   const body = new Uint8Array(await request.arrayBuffer());
 *   const secret = process.env.GOFF_WEBHOOK_SECRET!;
 *   const result = safeVerify({ headers: request.headers, body }, { secret });
 *   if (!result.ok) return new Response(result.error.code, { status: result.error.status });
 *   console.log(result.event.name);
 *   return new Response(null, { status: 204 });
 * }
 * ```
 */
export function safeVerify(delivery: DeliveryInput, options: VerifyOptions): SafeVerifyResult<GoffEvent> {
  return goff.safeVerify(delivery, options);
}

/**
 * Verifies the signature alone, like `verifySignature` of `@flaghook/goff/signature` does, which
 * loads less.
 *
 * @throws {WebhookError} `missing-signature` when there is no `x-hub-signature-256` header
 * @throws {WebhookError} `malformed-signature` when it is not `sha256=` and 64 lower-case hex
 *   digits, or came twice
 * @throws {WebhookError} `signature-mismatch` when no secret made it from this body
 * @throws {WebhookError} `body-not-raw` when the body is not bytes or text
 * @throws {WebhookError} `body-too-large` when the body is over `maxBodyBytes`
 * @throws {TypeError} when an option is wrong, such as an empty secret
 *
 * @example
 * ```ts
 * import { verifySignature, WebhookError } from "@flaghook/goff";
 *
 * export async function POST(request: Request): Promise<Response> {
 *   const body = new Uint8Array(await request.arrayBuffer());
 *   try {
 *     const secret = process.env.GOFF_WEBHOOK_SECRET!;
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
 * const headers = sign(body, { secret: "test" });
 * await fetch("http://localhost:3000/webhooks/goff", { method: "POST", body, headers });
 * ```
 */
export function sign(body: BodyInput, options: SignOptions): Record<string, string> {
  return goff.sign(body, options);
}
