import type { HeadersInput } from "./delivery.ts";
import { WebhookError } from "./error.ts";

export type { HeadersInput } from "./delivery.ts";

/** A header that is there, but not as exactly one text. None of its values is picked. */
export const NOT_ONE: unique symbol = Symbol("not one value");

/** What a header that is there says: its value untouched, or that it has no one value. */
export type PresentValue = string | typeof NOT_ONE;

/**
 * Headers in a form that can be read again and again: an iterator gives its pairs only once.
 *
 * @throws {TypeError} when `headers` is not a form of headers at all
 */
export function settleHeaders(headers: HeadersInput): HeadersInput {
  if (typeof headers !== "object" || headers === null) {
    throw new TypeError(
      "headers must be a Headers object, a plain object or an iterable of [name, value] pairs.",
    );
  }
  if (isHeadersLike(headers) || !(Symbol.iterator in headers)) return headers;
  const pairs = [...(headers as Iterable<readonly [string, string]>)];
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

/** Reads one header of settled headers. `name` must be lower case. */
export function readHeader(headers: HeadersInput, name: string): PresentValue | undefined {
  if (isHeadersLike(headers)) return toValue(headers.get(name));
  return Symbol.iterator in headers ? fromPairs(headers, name) : fromRecord(headers, name);
}

/** @throws {WebhookError} `missing-signature` when a header that the signature needs is absent */
export function presentHeader(provider: string, headers: HeadersInput, name: string): PresentValue {
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

/** `Headers` has `get` and `append`. A Map has `get` too, but knows nothing of case: it is read as pairs. */
function isHeadersLike(headers: object): headers is { get(name: string): string | null } {
  const { get, append } = headers as { get?: unknown; append?: unknown };
  return typeof get === "function" && (typeof append === "function" || !(Symbol.iterator in headers));
}

function fromRecord(headers: object, name: string): PresentValue | undefined {
  let found: PresentValue | undefined;
  for (const key in headers) {
    if (key.length !== name.length || (key !== name && key.toLowerCase() !== name)) continue;
    if (!Object.hasOwn(headers, key)) continue;
    const value = toValue((headers as Record<string, unknown>)[key]);
    if (value === undefined) continue;
    if (found !== undefined) return NOT_ONE;
    found = value;
  }
  return found;
}

function fromPairs(pairs: Iterable<readonly [string, unknown]>, name: string): PresentValue | undefined {
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
