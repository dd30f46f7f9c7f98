import { WebhookError, type Provider, type WebhookEvent } from "@flaghook/core";
import { readHeader, type NormalisedHeaders } from "@flaghook/core/adapter";

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
    if (names.some((name) => readHeader(headers, name) !== undefined)) return;
    throw new WebhookError(
      "missing-signature",
      id,
      `there is no ${names[0]} header. Set a secret where the sender keeps this webhook; if there is one, something on the way drops the header.`,
    );
  };
}
