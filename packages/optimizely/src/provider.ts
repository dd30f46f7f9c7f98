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
import type { OptimizelyEvent } from "./types.ts";

/**
 * Optimizely as a provider, for adapters, the inbox, the CLI and the testing package.
 *
 * It sends no id and signs no time: an old delivery stays genuine. The `dedupeKey` of a datafile or
 * snippet is an identity made of project, environment and revision; of other events, a digest.
 */
export const optimizely: Provider<OptimizelyEvent> =
  /* @__PURE__ */ createHexProvider<OptimizelyEvent>(definition);

/**
 * Verifies a delivery of Optimizely and gives its event.
 *
 * It does not know whether the delivery came before: drop repeats by `dedupeKey`, or use the inbox.
 * One URL may get the deliveries of all environments of a project: look at
 * `payload.data.environment`.
 *
 * @throws {WebhookError} `missing-signature` when there is no `x-hub-signature` header
 * @throws {WebhookError} `malformed-signature` when it is not `sha1=` and 40 lower-case hex digits,
 *   or came twice
 * @throws {WebhookError} `signature-mismatch` when no secret made it from this body
 * @throws {WebhookError} `body-not-raw` when the body is not bytes or text
 * @throws {WebhookError} `body-too-large` when the body is over `maxBodyBytes`
 * @throws {WebhookError} `invalid-json` when the signed body is not strict UTF-8 JSON
 * @throws {WebhookError} `schema-mismatch` when it names no event, or breaks the schema of a known
 *   one
 * @throws {TypeError} when an option is wrong, such as an empty secret
 *
 * @example
 * ```ts
 * import { verify, WebhookError, type OptimizelyEvent } from "@flaghook/optimizely";
 *
 * export function read(headers: Headers, body: Uint8Array): OptimizelyEvent | undefined {
 *   try {
 *     return verify({ headers, body }, { secret: process.env.OPTIMIZELY_WEBHOOK_SECRET! });
 *   } catch (error) {
 *     if (!WebhookError.is(error)) throw error; // our own mistake
 *     console.warn(error.message); // says what to change
 *     return undefined;
 *   }
 * }
 * ```
 */
export function verify(delivery: DeliveryInput, options: VerifyOptions): OptimizelyEvent {
  return optimizely.verify(delivery, options);
}

/**
 * Like {@link verify}, but gives a WebhookError in the result and throws none.
 *
 * @throws {TypeError} when an option is wrong: no delivery is at fault
 *
 * @example
 * ```ts
 * import { safeVerify } from "@flaghook/optimizely";
 *
 * export async function POST(request: Request): Promise<Response> {
 *   const body = new Uint8Array(await request.arrayBuffer());
 *   const secret = process.env.OPTIMIZELY_WEBHOOK_SECRET!;
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
): SafeVerifyResult<OptimizelyEvent> {
  return optimizely.safeVerify(delivery, options);
}

/**
 * Verifies the signature alone, like `verifySignature` of `@flaghook/optimizely/signature` does,
 * which loads less.
 *
 * @throws {WebhookError} `missing-signature` when there is no `x-hub-signature` header
 * @throws {WebhookError} `malformed-signature` when it is not `sha1=` and 40 lower-case hex digits,
 *   or came twice
 * @throws {WebhookError} `signature-mismatch` when no secret made it from this body
 * @throws {WebhookError} `body-not-raw` when the body is not bytes or text
 * @throws {WebhookError} `body-too-large` when the body is over `maxBodyBytes`
 * @throws {TypeError} when an option is wrong, such as an empty secret
 *
 * @example
 * ```ts
 * import { verifySignature, WebhookError } from "@flaghook/optimizely";
 *
 * export async function POST(request: Request): Promise<Response> {
 *   const body = new Uint8Array(await request.arrayBuffer());
 *   try {
 *     const secret = process.env.OPTIMIZELY_WEBHOOK_SECRET!;
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
  optimizely.verifySignature(delivery, options);
}

/**
 * The headers that Optimizely would send with this body, for tests and replays.
 *
 * @throws {TypeError} when the secret is empty or an option is unknown
 *
 * @example
 * ```ts
 * import { sign } from "@flaghook/optimizely";
 *
 * const body = '{"project_id": 1, "event": "project.flag_created", "data": []}';
 * const headers = sign(body, { secret: "test" });
 * await fetch("http://localhost:3000/webhooks/optimizely", { method: "POST", body, headers });
 * ```
 */
export function sign(body: BodyInput, options: SignOptions): Record<string, string> {
  return optimizely.sign(body, options);
}
