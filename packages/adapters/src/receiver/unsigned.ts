import type { Provider, WebhookEvent } from "@flaghook/core";
import { requireHeader, type NormalisedHeaders } from "@flaghook/core/adapter";

/**
 * Refuses a delivery by its headers alone, before its body is read: without the signature's header
 * there is nothing to verify. A provider with a handshake sends that unsigned, so there every body
 * is read.
 */
export function compileUnsignedRefusal<Event extends WebhookEvent>(
  provider: Provider<Event>,
): (headers: NormalisedHeaders) => void {
  const { id, scheme, handshake } = provider as Provider<Event> & { handshake?: unknown }; // not every core has it
  if (handshake !== undefined || typeof scheme?.header !== "string") return () => {};
  return (headers) => void requireHeader(id, headers, scheme.header);
}
