import {
  createSignatureProvider,
  createTokenProvider,
  type BodyInput,
  type DeliveryInput,
  type Provider,
  type SafeVerifyResult,
  type SignOptions,
  type VerifyOptions,
} from "@flaghook/core";
import { definition, precommitDefinition } from "./definition.ts";
import type { StatsigEvent, StatsigPrecommitEvent } from "./types.ts";

/**
 * Statsig as a provider, for adapters, the inbox, the CLI and the testing package.
 *
 * It signs the time of sending, in milliseconds, and sends no id: the `dedupeKey` is a digest of
 * the body. When a URL is saved it checks it with an unsigned request, which `handshake` responds
 * to.
 */
export const statsig: Provider<StatsigEvent> =
  /* @__PURE__ */ createSignatureProvider<StatsigEvent>(definition);

/**
 * Statsig's pre-commit webhook, another one with a key of its own: it asks whether a change may be
 * made. The key proves the caller, and not the body. The decision goes to Statsig's API within two
 * minutes, not into the response.
 *
 * @example
 * ```ts
 * import { statsigPrecommit } from "@flaghook/statsig";
 *
 * export function reviewOf(headers: Headers, body: Uint8Array): string | undefined {
 *   const event = statsigPrecommit.verify({ headers, body }, { secret: process.env.STATSIG_KEY! });
 *   return event.type === "review" ? event.payload.review_id : undefined;
 * }
 * ```
 */
export const statsigPrecommit: Provider<StatsigPrecommitEvent> =
  /* @__PURE__ */ createTokenProvider<StatsigPrecommitEvent>(precommitDefinition);

/**
 * Verifies a delivery of Statsig and gives its event.
 *
 * It does not know whether the delivery came before: drop repeats by `dedupeKey`, or use the inbox.
 * The request with which Statsig checks a URL is unsigned, and refused here: the adapters respond
 * to it, or `statsig.handshake(delivery)` does.
 *
 * @throws {WebhookError} `missing-signature` when one of the headers `x-statsig-signature` and
 *   `x-statsig-request-timestamp` is absent
 * @throws {WebhookError} `malformed-signature` when the signature is not `v0=` and 64 lower-case
 *   hex digits, the time no number, or one of them came twice
 * @throws {WebhookError} `signature-mismatch` when no secret made it from this time and body
 * @throws {WebhookError} `stale-timestamp` when the signed time is over 300 s from now, either way
 * @throws {WebhookError} `body-not-raw` when the body is not bytes or text
 * @throws {WebhookError} `body-too-large` when the body is over `maxBodyBytes`
 * @throws {WebhookError} `invalid-json` when the signed body is not strict UTF-8 JSON
 * @throws {WebhookError} `schema-mismatch` when it is no batch
 * @throws {TypeError} when an option is wrong, such as an empty secret
 *
 * @example
 * ```ts
 * import { verify, WebhookError, type StatsigEvent } from "@flaghook/statsig";
 *
 * export function read(headers: Headers, body: Uint8Array): StatsigEvent | undefined {
 *   try {
 *     return verify({ headers, body }, { secret: process.env.STATSIG_WEBHOOK_SECRET! });
 *   } catch (error) {
 *     if (!WebhookError.is(error)) throw error; // our own mistake
 *     console.warn(error.message); // says what to change
 *     return undefined;
 *   }
 * }
 * ```
 */
export function verify(delivery: DeliveryInput, options: VerifyOptions): StatsigEvent {
  return statsig.verify(delivery, options);
}

/**
 * Like {@link verify}, but gives a WebhookError in the result and throws none.
 *
 * @throws {TypeError} when an option is wrong: no delivery is at fault
 *
 * @example
 * ```ts
 * import { safeVerify } from "@flaghook/statsig";
 *
 * export async function POST(request: Request): Promise<Response> {
 *   const body = new Uint8Array(await request.arrayBuffer());
 *   const secret = process.env.STATSIG_WEBHOOK_SECRET!;
 *   const result = safeVerify({ headers: request.headers, body }, { secret });
 *   if (!result.ok) return new Response(result.error.code, { status: result.error.status });
 *   console.log(result.event.name);
 *   return new Response(null, { status: 204 });
 * }
 * ```
 */
export function safeVerify(delivery: DeliveryInput, options: VerifyOptions): SafeVerifyResult<StatsigEvent> {
  return statsig.safeVerify(delivery, options);
}

/**
 * Verifies the signature alone, like `verifySignature` of `@flaghook/statsig/signature` does, which
 * loads less.
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
 * import { verifySignature, WebhookError } from "@flaghook/statsig";
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
  statsig.verifySignature(delivery, options);
}

/**
 * The headers that Statsig would send with this body, for tests and replays.
 *
 * @throws {TypeError} when the secret is empty or an option is unknown
 *
 * @example
 * ```ts
 * import { sign } from "@flaghook/statsig";
 *
 * const body = '{"data":[{"eventName":"statsig::config_change","metadata":{"name":"a"}}]}';
 * const headers = sign(body, { secret: "test" });
 * await fetch("http://localhost:3000/webhooks/statsig", { method: "POST", body, headers });
 * ```
 */
export function sign(body: BodyInput, options: SignOptions): Record<string, string> {
  return statsig.sign(body, options);
}
