import type { DeliveryInput, WebhookError, WebhookEvent } from "@flaghook/core";

/** What an inbox did with a delivery. */
export type Acceptance = "accepted" | "duplicate" | "replay";

/** The part of an inbox that a receiver calls. The inboxes of `@flaghook/inbox` have it. */
export interface ReceiverInbox {
  /**
   * Stores a verified delivery and resolves once it is durable: an event, or a `schema-mismatch` to keep for later. A
   * rejection is answered 500, or with its own `status` if it is a WebhookError or carries 413.
   */
  accept(
    verified: WebhookEvent | WebhookError,
    delivery: DeliveryInput,
    options?: { scope?: string },
  ): Promise<Acceptance>;
}

/** Whether an inbox has said what it did. Anything else is no promise that the delivery is safe. */
export function isAcceptance(value: unknown): value is Acceptance {
  return value === "accepted" || value === "duplicate" || value === "replay";
}
