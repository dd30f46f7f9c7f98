import { defineProvider, type DeliveryInput, type WebhookEvent } from "@flaghook/core";
import { unknown } from "@flaghook/core/check";

/** A provider with a signed identity. */
export const parcels = defineProvider<WebhookEvent>({
  id: "parcels",
  scheme: { header: "x-signature", algorithm: "sha256", encoding: "hex" },
  eventName: { field: "type" },
  eventId: { field: "id" },
  identity: "id",
  events: { sent: unknown },
});

/** A verified delivery, as an adapter hands it to accept. */
export interface Verified {
  readonly event: WebhookEvent;
  readonly delivery: DeliveryInput;
}

const secret = "a secret for benches";
const filler = "x".repeat(1940);
let next = 0;

/** New deliveries of 2 KB. Made before the clock runs: the bench is of the inbox, not of verify. */
export function makeDeliveries(count: number): Verified[] {
  return Array.from({ length: count }, () => {
    const body = Buffer.from(JSON.stringify({ type: "sent", id: `parcel-${next++}`, filler }));
    const delivery = { headers: parcels.sign(body, { secret }), body };
    return { event: parcels.verify(delivery, { secret }), delivery };
  });
}
