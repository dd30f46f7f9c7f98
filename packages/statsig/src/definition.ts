import { createHandshake, type Handshake, type ProviderDefinition } from "@flaghook/core";
import { isObject } from "@flaghook/core/check";
import { checkOf } from "@flaghook/core/shape";
import { precommitScheme, scheme } from "./scheme.ts";
import { batchShape, reviewShape } from "./shapes.ts";

/**
 * Statsig posts it when a URL is saved. A test passes it to `defineHandshake`.
 *
 * @see getsentry/sentry, endpoints/hooks.py (checked 2026-11-21)
 */
export const handshake: Handshake = {
  body: { data: { event: "url_verification", verification_code: null } },
  response: { verification_code: null },
};

/**
 * A test passes it to `defineProvider`, which finds mistakes that `createSignatureProvider` does
 * not.
 */
export const definition: ProviderDefinition = {
  id: "statsig",
  scheme,
  eventName: (payload) => (Array.isArray(payload) || hasList(payload) ? "batch" : undefined),
  events: { batch: { validator: checkOf(batchShape) } },
  handshake: /* @__PURE__ */ createHandshake(handshake),
};

/**
 * The same for `createTokenProvider`.
 *
 * A delivery asks whether a change may be made. Post your decision to Statsig's API within two
 * minutes: Statsig does not read it from the response.
 *
 * @example
 * ```ts
 * import { statsigPrecommit } from "@flaghook/statsig";
 *
 * export function reviewOf(headers: Headers, body: Uint8Array): string | undefined {
 *   const secret = process.env.STATSIG_PRECOMMIT_KEY!;
 *   const event = statsigPrecommit.verify({ headers, body }, { secret });
 *   return event.type === "review" ? event.payload.review_id : undefined;
 * }
 * ```
 */
export const precommitDefinition: ProviderDefinition = {
  id: "statsig-precommit",
  scheme: precommitScheme,
  eventName: (payload) => (isObject(payload) && Object.hasOwn(payload, "review_id") ? "review" : undefined),
  eventId: { field: "review_id" },
  events: { review: { validator: checkOf(reviewShape) } },
};

/** In a handshake, `data` is an object. */
function hasList(payload: unknown): boolean {
  return isObject(payload) && Object.hasOwn(payload, "data") && Array.isArray(payload["data"]);
}
