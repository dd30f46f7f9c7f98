import { defineProvider, type DeliveryInput, type WebhookEvent } from "@flaghook/core";
import { unknown } from "@flaghook/core/check";
import { nameOf } from "./ids.ts";

/**
 * A provider that sends an id beside what it signs. The books are kept by that id; equal bytes are
 * told by their digest.
 */
export const parcels = defineProvider<WebhookEvent>({
  id: "parcels",
  scheme: { header: "x-signature", algorithm: "sha256", encoding: "hex" },
  eventName: { field: "type" },
  eventId: { header: "x-parcel" },
  events: { sent: unknown },
});

const secret = "a secret for crash tests";

/** Equal names, equal bytes. */
export function parcel(id: string): { event: WebhookEvent; delivery: DeliveryInput } {
  const name = nameOf(id);
  // Past the size from which bodies are compressed, now and then.
  const filler = "x".repeat(name.length % 2 === 0 ? 2000 : 5000);
  const body = JSON.stringify({ type: "sent", name, filler });
  const delivery = { headers: parcels.sign(body, { secret, id }), body };
  return { event: parcels.verify(delivery, { secret }), delivery };
}
