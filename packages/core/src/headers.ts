import type { HeadersInput } from "./delivery.ts";

/** A header that came more than once. It has no one value, and none of them is picked. */
export const REPEATED: unique symbol = Symbol("repeated");

/** What a header says: its value untouched, nothing, or more than one value. */
export type HeaderValue = string | undefined | typeof REPEATED;

/**
 * Reads one header. `name` must be lower case.
 *
 * @throws {TypeError} when `headers` is not a form of headers at all
 */
export function readHeader(headers: HeadersInput, name: string): HeaderValue {
  if (typeof headers !== "object" || headers === null) {
    throw new TypeError(
      "headers must be a Headers object, a plain object or an iterable of [name, value] pairs.",
    );
  }
  if (isHeadersLike(headers)) return single(headers.get(name));
  if (Symbol.iterator in headers) return fromPairs(headers, name);
  return fromRecord(headers, name);
}

/** `Headers` has `get` and `append`. A Map has `get` too, but knows nothing of case: it is read as pairs. */
function isHeadersLike(headers: object): headers is { get(name: string): string | null } {
  return (
    "get" in headers &&
    typeof headers.get === "function" &&
    (("append" in headers && typeof headers.append === "function") || !(Symbol.iterator in headers))
  );
}

function fromRecord(headers: object, name: string): HeaderValue {
  let found: HeaderValue;
  for (const key in headers) {
    if (key.length !== name.length || (key !== name && key.toLowerCase() !== name)) continue;
    if (!Object.hasOwn(headers, key)) continue;
    const value = single((headers as Record<string, unknown>)[key]);
    if (value === undefined) continue;
    if (found !== undefined) return REPEATED;
    found = value;
  }
  return found;
}

function fromPairs(headers: Iterable<unknown>, name: string): HeaderValue {
  let found: HeaderValue;
  for (const pair of headers) {
    if (!Array.isArray(pair)) {
      throw new TypeError(
        "headers must be [name, value] pairs. Node's flat rawHeaders is not: pass request.headers.",
      );
    }
    if (String(pair[0]).toLowerCase() !== name) continue;
    const value = single(pair[1]);
    if (value === undefined) continue;
    if (found !== undefined) return REPEATED;
    found = value;
  }
  return found;
}

function single(value: unknown): HeaderValue {
  if (typeof value === "string") return value;
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || value.length > 1) return REPEATED;
  return value.length === 0 ? undefined : single(value[0]);
}
