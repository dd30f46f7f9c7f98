import { defineProvider, type DeliveryInput, type Provider, type WebhookEvent } from "@flaghook/core";
import { unknown } from "@flaghook/core/check";

/** A provider with a signed identity. */
function defineBenchProvider(id: string): Provider {
  return defineProvider({
    id,
    scheme: { header: "x-signature", algorithm: "sha256", encoding: "hex" },
    eventName: { field: "type" },
    eventId: { field: "id", isIdentity: true },
    events: { sent: unknown },
  });
}

/** Accepted, and handled by nobody. */
export const orders = defineBenchProvider("orders");
/** Accepted and handled, beside whatever else the store holds. */
export const invoices = defineBenchProvider("invoices");

/** A verified delivery, as an adapter hands it to accept. */
export interface Verified {
  readonly event: WebhookEvent;
  readonly delivery: DeliveryInput;
}

const secret = "a secret for benches";
const filler = "x".repeat(1940);
let next = 0;

/** New deliveries of 2 KB. Created before the clock runs: the bench is of the inbox, not of verify. */
export function createDeliveries(count: number, provider = orders): Verified[] {
  return Array.from({ length: count }, () => {
    const body = Buffer.from(JSON.stringify({ type: "sent", id: `number-${next++}`, filler }));
    const delivery = { headers: provider.sign(body, { secret }), body };
    return { event: provider.verify(delivery, { secret }), delivery };
  });
}
