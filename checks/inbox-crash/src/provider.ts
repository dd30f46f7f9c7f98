import { defineProvider, type DeliveryInput, type WebhookEvent } from "@flaghook/core";
import { unknown } from "@flaghook/core/check";

/** A provider whose signed id names each delivery, so that the books can be kept by it. */
export const parcels = defineProvider<WebhookEvent>({
  id: "parcels",
  scheme: { header: "x-signature", algorithm: "sha256", encoding: "hex" },
  eventName: { field: "type" },
  eventId: { field: "id" },
  identity: "id",
  events: { sent: unknown },
});

const secret = "a secret for crash tests";

export function parcel(id: string): { event: WebhookEvent; delivery: DeliveryInput } {
  // Past the size from which bodies are compressed, now and then.
  const filler = "x".repeat(id.length % 2 === 0 ? 2000 : 5000);
  const body = JSON.stringify({ type: "sent", id, filler });
  const delivery = { headers: parcels.sign(body, { secret }), body };
  return { event: parcels.verify(delivery, { secret }), delivery };
}

/** One in about a hundred can never be handled: it must end dead, and be counted there. */
export function isPoison(id: string): boolean {
  return id.endsWith("99");
}
