import { defineProvider, type DeliveryInput, type WebhookEvent } from "@flaghook/core";
import { unknown } from "@flaghook/core/check";
import { nameOf } from "./ids.ts";

/** Sends an id beside the signed bytes. The invariants go by that id; dedupe by the digest. */
export const orders = defineProvider<WebhookEvent>({
  id: "orders",
  scheme: { header: "x-signature", algorithm: "sha256", encoding: "hex" },
  eventName: { field: "type" },
  eventId: { header: "x-delivery" },
  events: { sent: unknown },
});

const secret = "a secret for crash tests";

/** A verified delivery under this id. Equal names have equal bytes. */
export function orderOf(id: string): { event: WebhookEvent; delivery: DeliveryInput } {
  const name = nameOf(id);
  // Some are over the size from which bodies are compressed.
  const filler = "x".repeat(name.length % 2 === 0 ? 2000 : 5000);
  const body = JSON.stringify({ type: "sent", name, filler });
  const delivery = { headers: orders.sign(body, { secret, id }), body };
  return { event: orders.verify(delivery, { secret }), delivery };
}
