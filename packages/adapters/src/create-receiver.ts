import type { WebhookEvent } from "@flaghook/core";
import { compileReceiver, type Receiver } from "./receiver/receiver.ts";
import type { WebhookOptions } from "./receiver/webhook-options.ts";

const RAW_BODY_HELP =
  "pass the request's bytes, or its stream before anything has read from it. A parsed body cannot be " +
  "verified: serialising it again gives other bytes.";

/**
 * Creates the function that decides everything about a delivery: method, size, secret, signature,
 * handlers, inbox and response. The `webhook` of each subpath is this with a framework around it;
 * use it alone for a server that has no subpath.
 *
 * The function resolves to the HTTP response and never rejects.
 *
 * @throws {TypeError} when an option is wrong or unknown
 *
 * @example
 * ```ts
 * import { createReceiver } from "@flaghook/adapters";
 * import { defineProvider } from "@flaghook/core";
 * import * as z from "zod/mini";
 *
 * const acme = defineProvider({
 *   id: "acme",
 *   scheme: { header: "x-acme-signature", algorithm: "sha256", encoding: "hex" },
 *   eventName: { field: "type" },
 *   events: { "order.created": z.looseObject({ total: z.number() }) },
 * });
 *
 * const receive = createReceiver({
 *   provider: acme,
 *   secret: () => process.env.ACME_WEBHOOK_SECRET,
 *   on: {
 *     "order.created"(event) {
 *       console.log(event.payload.total);
 *     },
 *   },
 * });
 *
 * const { status } = await receive({ headers: { "x-acme-signature": "…" }, body: "{}" });
 * ```
 */
export function createReceiver<Event extends WebhookEvent, Request = unknown, EventMap = unknown>(
  options: WebhookOptions<Event, Request, EventMap>,
): Receiver<Request> {
  const receive = compileReceiver(options, RAW_BODY_HELP);
  return (delivery) =>
    receive(
      () => delivery,
      (response) => response,
    );
}
