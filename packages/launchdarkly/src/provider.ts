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
import type { LaunchdarklyEvent } from "./types.ts";

/**
 * LaunchDarkly as a provider, for adapters, the inbox, the CLI and the testing package.
 *
 * Its deliveries are entries of the audit log, with a signed `_id`, which is their `dedupeKey`, and
 * no signed time of sending: an old delivery stays genuine.
 */
export const launchdarkly: Provider<LaunchdarklyEvent> =
  /* @__PURE__ */ createHexProvider<LaunchdarklyEvent>(definition);

/**
 * Verifies a delivery of LaunchDarkly and gives its event.
 *
 * It does not know whether the delivery came before. LaunchDarkly tries once again, and in no
 * order: drop repeats by `dedupeKey`, or use the inbox, and sort by `payload.date`.
 *
 * @throws {WebhookError} `missing-signature` when there is no `x-ld-signature` header
 * @throws {WebhookError} `malformed-signature` when it is not 64 lower-case hex digits, or came
 *   twice
 * @throws {WebhookError} `signature-mismatch` when no secret made it from this body
 * @throws {WebhookError} `body-not-raw` when the body is not bytes or text
 * @throws {WebhookError} `body-too-large` when the body is over `maxBodyBytes`
 * @throws {WebhookError} `invalid-json` when the signed body is not strict UTF-8 JSON
 * @throws {WebhookError} `schema-mismatch` when it has no kind, or breaks the schema of a known one
 * @throws {TypeError} when an option is wrong, such as an empty secret
 *
 * @example
 * ```ts
 * import { verify, WebhookError, type LaunchdarklyEvent } from "@flaghook/launchdarkly";
 *
 * export function read(headers: Headers, body: Uint8Array): LaunchdarklyEvent | undefined {
 *   try {
 *     return verify({ headers, body }, { secret: process.env.LAUNCHDARKLY_WEBHOOK_SECRET! });
 *   } catch (error) {
 *     if (!WebhookError.is(error)) throw error; // our own mistake
 *     console.warn(error.message); // says what to change
 *     return undefined;
 *   }
 * }
 * ```
 */
export function verify(delivery: DeliveryInput, options: VerifyOptions): LaunchdarklyEvent {
  return launchdarkly.verify(delivery, options);
}

/**
 * Like {@link verify}, but gives a WebhookError in the result and throws none.
 *
 * @throws {TypeError} when an option is wrong: no delivery is at fault
 *
 * @example
 * ```ts
 * import { safeVerify } from "@flaghook/launchdarkly";
 *
 * export async function POST(request: Request): Promise<Response> {
 *   const body = new Uint8Array(await request.arrayBuffer());
 *   const secret = process.env.LAUNCHDARKLY_WEBHOOK_SECRET!;
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
): SafeVerifyResult<LaunchdarklyEvent> {
  return launchdarkly.safeVerify(delivery, options);
}

/**
 * Verifies the signature alone, like `verifySignature` of `@flaghook/launchdarkly/signature` does,
 * which loads less.
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
 * import { verifySignature, WebhookError } from "@flaghook/launchdarkly";
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
  launchdarkly.verifySignature(delivery, options);
}

/**
 * The headers that LaunchDarkly would send with this body, for tests and replays.
 *
 * @throws {TypeError} when the secret is empty or an option is unknown
 *
 * @example
 * ```ts
 * import { sign } from "@flaghook/launchdarkly";
 *
 * const body = '{"_id":"a","date":1767225600000,"accesses":[],"kind":"flag","name":"Checkout"}';
 * const headers = sign(body, { secret: "test" });
 * await fetch("http://localhost:3000/webhooks/launchdarkly", { method: "POST", body, headers });
 * ```
 */
export function sign(body: BodyInput, options: SignOptions): Record<string, string> {
  return launchdarkly.sign(body, options);
}
