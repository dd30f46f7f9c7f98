import type { HeadersInput } from "./delivery.ts";
import { WebhookError } from "./error.ts";

/** A header that is there, but not as exactly one text. None of its values is picked. */
export const NOT_ONE: unique symbol = Symbol("not one value");

/** What a header that is there says: its value untouched, or that it has no one value. */
export type PresentValue = string | typeof NOT_ONE;

/** Headers told apart: pairs in an array, an object with `get`, or a plain object. */
export type SettledHeaders = Pairs | HeadersLike | Readonly<Record<string, unknown>>;

type Pairs = readonly (readonly [unknown, unknown])[];
type HeadersLike = { get(name: string): string | null };

/**
 * Tells what form headers have, once, so that each of them can then be read quickly and more than once: an iterator gives its
 * pairs a single time.
 *
 * @throws {TypeError} when `headers` is not a form of headers at all
 */
export function settleHeaders(headers: HeadersInput): SettledHeaders {
  if (typeof headers !== "object" || headers === null) {
    throw new TypeError(
      "headers must be a Headers object, a plain object or an iterable of [name, value] pairs.",
    );
  }
  // Headers has append; a Map has get too, but knows nothing of case, and is read as pairs.
  if (!(Symbol.iterator in headers)) return headers;
  if ("append" in headers && isHeadersLike(headers)) return headers;
  const pairs = [...headers];
  if (pairs.every(Array.isArray)) return pairs;
  throw new TypeError(
    "headers must be [name, value] pairs. Node's flat rawHeaders is not: pass request.headers.",
  );
}

/** Whether these headers can be read only once: an iterator is its own iterable. */
export function isIterator(headers: HeadersInput): boolean {
  if (!(Symbol.iterator in headers)) return false;
  const iterator: unknown = headers[Symbol.iterator]();
  return iterator === headers;
}

/** Reads one header. `name` must be lower case. */
export function readHeader(headers: SettledHeaders, name: string): PresentValue | undefined {
  if (isPairs(headers)) return fromPairs(headers, name);
  return isHeadersLike(headers) ? toValue(headers.get(name)) : fromRecord(headers, name);
}

/** @throws {WebhookError} `missing-signature` when a header that the signature needs is absent */
export function presentHeader(provider: string, headers: SettledHeaders, name: string): PresentValue {
  const value = readHeader(headers, name);
  if (value !== undefined) return value;
  throw new WebhookError(
    "missing-signature",
    provider,
    `there is no ${name} header. Set a secret at the sender, and check that no proxy drops the header.`,
  );
}

/** @throws {WebhookError} `malformed-signature` when a header that the signature needs has no one value */
export function oneValue(provider: string, name: string, value: PresentValue): string {
  if (value !== NOT_ONE) return value;
  throw new WebhookError(
    "malformed-signature",
    provider,
    `the ${name} header must have exactly one value, and came more than once or in no form of text.`,
  );
}

function isPairs(headers: SettledHeaders): headers is Pairs {
  return Array.isArray(headers);
}

function isHeadersLike(headers: object): headers is HeadersLike {
  return typeof (headers as { get?: unknown }).get === "function";
}

function fromRecord(headers: Readonly<Record<string, unknown>>, name: string): PresentValue | undefined {
  let found: PresentValue | undefined;
  for (const key in headers) {
    if (key.length !== name.length || (key !== name && key.toLowerCase() !== name)) continue;
    if (!Object.hasOwn(headers, key)) continue;
    const value = toValue(headers[key]);
    if (value === undefined) continue;
    if (found !== undefined) return NOT_ONE;
    found = value;
  }
  return found;
}

function fromPairs(pairs: Pairs, name: string): PresentValue | undefined {
  let found: PresentValue | undefined;
  for (const [key, given] of pairs) {
    if (typeof key !== "string" || key.toLowerCase() !== name) continue;
    const value = toValue(given);
    if (value === undefined) continue;
    if (found !== undefined) return NOT_ONE;
    found = value;
  }
  return found;
}

function toValue(given: unknown): PresentValue | undefined {
  if (typeof given === "string") return given;
  if (given === undefined || given === null) return undefined;
  if (!Array.isArray(given)) return NOT_ONE;
  if (given.length === 0) return undefined;
  return given.length === 1 && typeof given[0] === "string" ? given[0] : NOT_ONE;
}
