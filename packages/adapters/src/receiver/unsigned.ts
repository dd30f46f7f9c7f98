import type { Provider, WebhookEvent } from "@flaghook/core";
import { readHeader, requireHeader, type NormalisedHeaders } from "@flaghook/core/adapter";

/**
 * Refuses a delivery by its headers alone, before its body is read: without the header of any
 * scheme there is nothing to verify. A provider with a handshake sends that unsigned, so there
 * every body is read.
 */
export function compileUnsignedRefusal<Event extends WebhookEvent>(
  provider: Provider<Event>,
): (headers: NormalisedHeaders) => void {
  const { id, schemes } = provider;
  const names = schemes.map(({ header }) => header);
  if (provider.handshake !== undefined) return () => {};
  return (headers) => {
    if (names.every((name) => readHeader(headers, name) === undefined)) requireHeader(id, headers, names[0]!);
  };
}
