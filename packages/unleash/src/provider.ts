import {
  createTokenProvider,
  type BodyInput,
  type DeliveryInput,
  type Provider,
  type SafeVerifyResult,
  type SignOptions,
  type VerifyOptions,
} from "@flaghook/core";
import { definition } from "./definition.ts";
import type { UnleashEvent } from "./types.ts";

/**
 * Unleash as a provider, for adapters, the inbox, the CLI and the testing package.
 *
 * It signs nothing and sends the secret itself: that proves the caller, and not the body. The `id`
 * in the payload is the `dedupeKey`: give each instance an inbox scope of its own.
 */
export const unleash: Provider<UnleashEvent> = /* @__PURE__ */ createTokenProvider<UnleashEvent>(definition);

/**
 * Verifies a delivery of Unleash and gives its event.
 *
 * The secret is the whole value of the Authorization header, with all its words. Whoever can read
 * one delivery can send any other: use https, and let nobody log that header.
 *
 * @throws {WebhookError} `missing-signature` when there is no `authorization` header
 * @throws {WebhookError} `malformed-signature` when it came twice
 * @throws {WebhookError} `signature-mismatch` when it is none of the secrets
 * @throws {WebhookError} `body-not-raw` when the body is not bytes or text
 * @throws {WebhookError} `body-too-large` when the body is over `maxBodyBytes`
 * @throws {WebhookError} `invalid-json` when the body is not strict UTF-8 JSON
 * @throws {WebhookError} `schema-mismatch` when it names no event, or breaks the schema of a known
 *   one
 * @throws {TypeError} when an option is wrong, such as an empty secret
 *
 * @example
 * ```ts
 * import { verify, WebhookError, type UnleashEvent } from "@flaghook/unleash";
 *
 * export function read(headers: Headers, body: Uint8Array): UnleashEvent | undefined {
 *   try {
 *     return verify({ headers, body }, { secret: process.env.UNLEASH_WEBHOOK_SECRET! });
 *   } catch (error) {
 *     if (!WebhookError.is(error)) throw error; // our own mistake
 *     console.warn(error.message); // says what to change
 *     return undefined;
 *   }
 * }
 * ```
 */
export function verify(delivery: DeliveryInput, options: VerifyOptions): UnleashEvent {
  return unleash.verify(delivery, options);
}

/**
 * Like {@link verify}, but gives a WebhookError in the result and throws none.
 *
 * @throws {TypeError} when an option is wrong: no delivery is at fault
 *
 * @example
 * ```ts
 * import { safeVerify } from "@flaghook/unleash";
 *
 * export async function POST(request: Request): Promise<Response> {
 *   const body = new Uint8Array(await request.arrayBuffer());
 *   const secret = process.env.UNLEASH_WEBHOOK_SECRET!;
 *   const result = safeVerify({ headers: request.headers, body }, { secret });
 *   if (!result.ok) return new Response(result.error.code, { status: result.error.status });
 *   console.log(result.event.name);
 *   return new Response(null, { status: 204 });
 * }
 * ```
 */
export function safeVerify(delivery: DeliveryInput, options: VerifyOptions): SafeVerifyResult<UnleashEvent> {
  return unleash.safeVerify(delivery, options);
}

/**
 * Compares the token alone, like `verifySignature` of `@flaghook/unleash/signature` does,
 * which loads less.
 *
 * @throws {WebhookError} `missing-signature` when there is no `authorization` header
 * @throws {WebhookError} `malformed-signature` when it came twice
 * @throws {WebhookError} `signature-mismatch` when it is none of the secrets
 * @throws {WebhookError} `body-not-raw` when the body is not bytes or text
 * @throws {WebhookError} `body-too-large` when the body is over `maxBodyBytes`
 * @throws {TypeError} when an option is wrong, such as an empty secret
 *
 * @example
 * ```ts
 * import { verifySignature, WebhookError } from "@flaghook/unleash";
 *
 * export async function POST(request: Request): Promise<Response> {
 *   const body = new Uint8Array(await request.arrayBuffer());
 *   try {
 *     const secret = process.env.UNLEASH_WEBHOOK_SECRET!;
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
  unleash.verifySignature(delivery, options);
}

/**
 * The headers that Unleash would send with this body, for tests and replays.
 *
 * @throws {TypeError} when the secret is empty or an option is unknown
 *
 * @example
 * ```ts
 * import { sign } from "@flaghook/unleash";
 *
 * const createdAt = new Date().toISOString();
 * const body = JSON.stringify({ id: 1, type: "feature-created", createdBy: "a@b.c", createdAt });
 * const headers = sign(body, { secret: "test" });
 * await fetch("http://localhost:3000/webhooks/unleash", { method: "POST", body, headers });
 * ```
 */
export function sign(body: BodyInput, options: SignOptions): Record<string, string> {
  return unleash.sign(body, options);
}
