import { defineHandshake, type ProviderDefinition } from "@flaghook/core";
import { isObject } from "@flaghook/core/check";
import { events, precommitEvents } from "./events.ts";
import { precommitScheme, scheme } from "./scheme.ts";

/**
 * A test passes it to `defineProvider`, which finds mistakes that `createSignatureProvider` does
 * not.
 */
export const definition: ProviderDefinition = {
  id: "statsig",
  scheme,
  eventName: (payload) => (Array.isArray(payload) || hasList(payload) ? "batch" : undefined),
  events,
  // Statsig posts it when a URL is saved: getsentry/sentry, endpoints/hooks.py (checked 2026-11-21).
  handshake: /* @__PURE__ */ defineHandshake({
    body: { data: { event: "url_verification", verification_code: null } },
    response: { verification_code: null },
  }),
};

/** The same for `createTokenProvider`. */
export const precommitDefinition: ProviderDefinition = {
  id: "statsig-precommit",
  scheme: precommitScheme,
  eventName: (payload) => (isObject(payload) && Object.hasOwn(payload, "review_id") ? "review" : undefined),
  eventId: { field: "review_id" },
  events: precommitEvents,
};

/** In a request that checks a URL, `data` is an object. */
function hasList(payload: unknown): boolean {
  return isObject(payload) && Object.hasOwn(payload, "data") && Array.isArray(payload["data"]);
}
