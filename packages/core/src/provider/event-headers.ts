import type { HeaderSource, ProviderDefinition } from "./definition.ts";
import type { HeadersInput } from "../delivery/delivery.ts";
import { readHeader, readList, settleHeaders, type SettledHeaders } from "../delivery/headers.ts";

/** Headers that an event is made from: its name, its id, and what `extend` reads. Never a signature. */
export interface StoredHeaders {
  readonly storedHeaders: readonly string[];
  /** Those among them of which one value may hold ", ". Repeated lines of these are one list. */
  readonly listHeaders: readonly string[];
}

/** What a definition stores. */
export function headersToStore({ eventName, eventId, headers = [] }: ProviderDefinition): StoredHeaders {
  const sources = headers.map((one) => (typeof one === "string" ? { header: one } : one));
  for (const source of [eventName, eventId]) {
    if (typeof source === "object" && isHeaderSource(source)) sources.push(source);
  }
  return { storedHeaders: namesOf(sources), listHeaders: namesOf(sources.filter(({ isList }) => isList)) };
}

function namesOf(sources: readonly HeaderSource[]): string[] {
  return [...new Set(sources.map(({ header }) => header))];
}

/** Whether a source is a header. Own properties alone: nobody else's `header` may turn a field into one. */
export function isHeaderSource(source: object): source is HeaderSource {
  return Object.hasOwn(source, "header");
}

/**
 * Reads headers once, each into a record of our own: what looks again finds what was verified, and calls no `get` or getter of
 * the caller's. Repeated lines of a list are joined by ", ".
 */
export function readHeaders(
  headers: HeadersInput,
  names: readonly string[],
  { listHeaders }: StoredHeaders,
): SettledHeaders {
  const settled = settleHeaders(headers);
  const values = Object.create(null) as Record<string, unknown>;
  for (const name of names) {
    values[name] = listHeaders.includes(name) ? readList(settled, name) : readHeader(settled, name);
  }
  return values as SettledHeaders; // reading takes a symbol for what it is: no text
}

/**
 * The text of a stored header, of headers that `readHeaders` gave. One that came more than once counts as absent, also where a
 * server has joined its lines by ", ", unless it is a list.
 */
export function storedHeader(
  headers: SettledHeaders,
  name: string,
  { listHeaders }: StoredHeaders,
): string | undefined {
  const value = (headers as Readonly<Record<string, unknown>>)[name]; // by readHeaders
  return typeof value === "string" && (listHeaders.includes(name) || !value.includes(", "))
    ? value
    : undefined;
}
