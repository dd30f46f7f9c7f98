import { readHeader, type NormalisedHeaders, type readList } from "../delivery/headers.ts";
import { isHeaderSource, type HeaderSource, type ProviderDefinition } from "./definition.ts";

/** Headers for an event: its name, its id, and what `extraFields` reads. Never a signature. */
export interface StoredHeaders {
  readonly storedHeaders: readonly string[];
  /** Those of which one value may hold ", ". Repeated lines of these are one list. */
  readonly listHeaders: readonly string[];
}

/** The headers that a definition stores. */
export function findStoredHeaders(definition: ProviderDefinition): StoredHeaders {
  const { eventName, eventId, extraHeaders = [] } = definition;
  const sources = extraHeaders.map((one) => (typeof one === "string" ? { header: one } : one));
  for (const source of [eventName, eventId]) {
    if (typeof source === "object" && isHeaderSource(source)) sources.push(source);
  }
  return { storedHeaders: namesOf(sources), listHeaders: namesOf(sources.filter(({ isList }) => isList)) };
}

function namesOf(sources: readonly HeaderSource[]): string[] {
  return [...new Set(sources.map(({ header }) => header))];
}

/**
 * Reads headers once, each into a record of our own: whoever looks again finds what was verified,
 * and calls no `get` or getter of the caller's. Joins repeated lines of a list by ", ".
 */
export function readHeaders(
  headers: NormalisedHeaders,
  names: readonly string[],
  { listHeaders }: StoredHeaders,
  readLines: typeof readList | undefined,
): NormalisedHeaders {
  const values = Object.create(null) as Record<string, unknown>;
  for (const name of names) {
    values[name] = listHeaders.includes(name) ? readLines!(headers, name) : readHeader(headers, name);
  }
  return values as NormalisedHeaders; // a reader takes the symbol in it for no text, as it should
}

/**
 * The text of a stored header, from what `readHeaders` gave. A header that came more than once
 * counts as absent, also where a server joined its lines by ", ", unless it is a list.
 */
export function readStoredHeader(
  headers: NormalisedHeaders,
  name: string,
  { listHeaders }: StoredHeaders,
): string | undefined {
  const value = (headers as Readonly<Record<string, unknown>>)[name]; // by readHeaders
  return typeof value === "string" && (listHeaders.includes(name) || !value.includes(", "))
    ? value
    : undefined;
}
