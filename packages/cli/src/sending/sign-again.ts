import type { Provider } from "@flaghook/core";
import type { SavedDelivery } from "../delivery/saved-delivery.ts";

/** A delivery with a new signature, and everything else as it was: its id and event among it. */
export function signAgain(provider: Provider, delivery: SavedDelivery, secret: string): SavedDelivery {
  const name = headerOf(delivery, provider.eventName);
  const id = headerOf(delivery, provider.eventId);
  const signed = provider.sign(delivery.body, {
    secret,
    ...(name !== undefined && { name }),
    ...(id !== undefined && { id }),
  });
  const known = new Set(delivery.headers.map(([header]) => header.toLowerCase()));
  const replaced = Object.entries(signed).filter(
    ([header]) => !known.has(header) || isPartOfSignature(provider, header, signed[header]!),
  );
  const names = new Set(replaced.map(([header]) => header));
  const others = delivery.headers.filter(([header]) => !names.has(header.toLowerCase()));
  return { ...delivery, headers: [...others, ...replaced] };
}

/** Signatures and signed times differ each time; a content type or a User-Agent stays as it was. */
function isPartOfSignature({ scheme }: Provider, header: string, value: string): boolean {
  const { header: own, timestamp, id } = scheme;
  if ([own, timestamp?.header, id?.header].includes(header)) return true;
  return header.includes("signature") && value.length > 0;
}

function headerOf({ headers }: SavedDelivery, source: Provider["eventName"] | undefined): string | undefined {
  if (typeof source !== "object" || !("header" in source)) return undefined;
  return headers.find(([name]) => name.toLowerCase() === source.header)?.[1];
}
