import type { Suspect, SuspectChange } from "../model/suspect.ts";

/** The signed time as it was sent, in the header of its own or as an entry of the signature's. */
export function timestampText({
  headers,
  scheme: { header, separator, timestamp },
}: Suspect): string | undefined {
  if (timestamp === undefined) return undefined;
  if (timestamp.header !== undefined) return headers.valueOf(timestamp.header);
  const entry = timestamp.entry ?? "";
  const found = headers
    .valueOf(header)
    ?.split(separator ?? ",")
    .find((one) => one.startsWith(entry));
  return found?.slice(entry.length);
}

/** The same delivery with another signed time. */
export function withTimestamp(suspect: Suspect, text: string): SuspectChange {
  const { headers, scheme } = suspect;
  const { header, entry = "" } = scheme.timestamp ?? {};
  if (header !== undefined) return { headers: headers.with(header, text) };
  const entries = (headers.valueOf(scheme.header) ?? "").split(scheme.separator ?? ",");
  const changed = entries.map((one) => (one.startsWith(entry) ? entry + text : one));
  return { headers: headers.with(scheme.header, changed.join(scheme.separator ?? ",")) };
}

/** Milliseconds in the unit of the scheme's time. */
export function millisecondsPerUnit({ scheme }: Suspect): number {
  return scheme.timestamp?.unit === "ms" ? 1 : 1000;
}
