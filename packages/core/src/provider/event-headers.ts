import type { HeaderSource, ProviderDefinition } from "./definition.ts";
import type { HeadersInput } from "../delivery/delivery.ts";
import { NOT_ONE, readHeader, readLines, settleHeaders, type SettledHeaders } from "../delivery/headers.ts";

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
  const namesOf = (some: readonly HeaderSource[]): string[] => [...new Set(some.map(({ header }) => header))];
  return { storedHeaders: namesOf(sources), listHeaders: namesOf(sources.filter(({ isList }) => isList)) };
}

/** Whether a source is a header. Own properties alone: nobody else's `header` may turn a field into one. */
export function isHeaderSource(source: object): source is HeaderSource {
  return Object.hasOwn(source, "header");
}

/**
 * Reads the headers of a delivery once, each into a record of our own: what reads them again finds what was verified, and
 * calls no `get` or getter of the caller's.
 *
 * @param signatureHeaders Those that the scheme reads.
 */
export function compileHeaderReader(
  { storedHeaders, listHeaders }: StoredHeaders,
  signatureHeaders: readonly string[],
): (headers: HeadersInput) => SettledHeaders {
  const names = [...new Set([...signatureHeaders, ...storedHeaders])];
  return (headers) => {
    const settled = settleHeaders(headers);
    const values = Object.create(null) as Record<string, unknown>;
    for (const name of names) {
      values[name] = listHeaders.includes(name) ? readList(settled, name) : readHeader(settled, name);
    }
    return values as SettledHeaders; // reading takes a symbol for what it is: no text
  };
}

/**
 * The text of a stored header. A header that came more than once counts as absent, also where a server has joined its lines
 * by ", ". One that is a list is joined in the same way.
 */
export function readStoredHeader(
  headers: SettledHeaders,
  name: string,
  { listHeaders }: Pick<StoredHeaders, "listHeaders">,
): string | undefined {
  const isList = listHeaders.includes(name);
  const value = isList ? readList(headers, name) : readHeader(headers, name);
  return typeof value === "string" && (isList || !value.includes(", ")) ? value : undefined;
}

function readList(headers: SettledHeaders, name: string): string | typeof NOT_ONE | undefined {
  const lines = readLines(headers, name);
  if (lines.length === 0) return undefined;
  return lines.every((line) => typeof line === "string") ? lines.join(", ") : NOT_ONE;
}
