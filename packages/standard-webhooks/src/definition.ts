import type { ProviderDefinition } from "@flaghook/core";
import { isObject } from "@flaghook/core/check";
import { headersOf, schemesOf, type HeaderFamily } from "./scheme.ts";

/** What every sender that follows Standard Webhooks has in common. */
export function commonOf(
  family: HeaderFamily,
): Pick<ProviderDefinition, "scheme" | "eventId" | "isBodyOptional"> {
  return {
    scheme: schemesOf(family),
    eventId: { header: headersOf[family].id, isIdentity: true },
    isBodyOptional: true,
  };
}

/** The recommended place of an event's name. A payload without one is genuine all the same. */
export function nameOf(payload: unknown): string {
  const type = isObject(payload) && Object.hasOwn(payload, "type") ? payload["type"] : undefined;
  return typeof type === "string" && type !== "" ? type : "message";
}

/**
 * A test passes it to `defineProvider`, which finds mistakes that core's `createProvider` does not.
 *
 * It knows no events: `createProvider` makes a provider with yours. `whsec_…` is the key of `v1`,
 * `whpk_…` the public key of `v1a`, and one signature that matches is enough. The `webhook-id`
 * stays the same when the sender retries; the signed time is that of the attempt.
 */
export const definition: ProviderDefinition = {
  id: "standard-webhooks",
  ...commonOf("webhook"),
  eventName: nameOf,
  events: {}, // Standard Webhooks says how to sign, and leaves the events to each sender
};
