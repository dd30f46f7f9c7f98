import type { DeliveryInput, WebhookError, WebhookEvent } from "@flaghook/core";
import type { Acceptance } from "../response/acceptance.ts";

/** The part of an inbox that a receiver calls. The inboxes of `@flaghook/inbox` have it. */
export interface ReceiverInbox {
  /**
   * Stores a verified delivery and resolves once it is durable: an event, or a `schema-mismatch` to
   * keep for later. After a rejection the response is 500, or the error's own `status` if it is a
   * WebhookError or carries 413.
   */
  accept(
    verified: WebhookEvent | WebhookError,
    delivery: DeliveryInput,
    options?: { scope?: string },
  ): Promise<Acceptance>;
}
