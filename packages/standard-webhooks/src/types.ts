import type { EventBase } from "@flaghook/core";

/**
 * An event of a sender that follows Standard Webhooks. Only you know which events your sender has,
 * so each is `unknown`, with its name. `createProvider` makes a provider that types them.
 */
export type StandardWebhooksEvent = StandardWebhooksUnknownEvent;

/** Common to every event. The `dedupeKey` is the signed `id`, the same for each attempt. */
export interface StandardWebhooksEventBase extends EventBase {
  readonly provider: "standard-webhooks";
}

/** A signed event. Its name is the `type` in its payload, else `"message"`. */
export interface StandardWebhooksUnknownEvent extends StandardWebhooksEventBase {
  readonly type: "unknown";
  readonly name: string;
  /** `undefined` for a delivery without a body. */
  readonly payload: unknown;
}

/**
 * The payload that Standard Webhooks recommends, but does not demand.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 *   (checked 2026-11-21)
 */
export interface MessagePayload {
  /** Words with full stops between them, such as `"invoice.paid"`. */
  readonly type: string;
  /** When it happened, in ISO 8601. Not the signed time, which is that of the attempt. */
  readonly timestamp: string;
  readonly data: unknown;
}
