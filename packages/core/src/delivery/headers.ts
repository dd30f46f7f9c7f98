import { assert, assertObject } from "../errors/assert.ts";
import { WebhookError } from "../errors/error.ts";
import type { HeadersInput } from "./delivery.ts";

/** A header that is there, but not as exactly one text. We pick none of its values. */
export const AMBIGUOUS: unique symbol = Symbol();

/** A header that is there: its value untouched, or that it has no one value. */
export type PresentValue = string | typeof AMBIGUOUS;

/** Headers that can be read again and again: an object with `get`, or a record. */
export type NormalisedHeaders = HeadersLike | HeaderRecord;

type HeaderRecord = Readonly<Record<string, string | readonly string[] | undefined>>;

type HeadersLike = { get(name: string): string | null };

/**
 * Finds out once what form headers have, and gathers pairs by name: an iterator gives them only a
 * single time.
 *
 * @throws {TypeError} when `headers` is not a form of headers at all
 */
export function normaliseHeaders(headers: HeadersInput): NormalisedHeaders {
  assertObject("headers", headers);
  if (!(Symbol.iterator in headers)) return headers;
  // Headers has append. A Map has get too, but knows nothing of case.
  if ("append" in headers && isHeadersLike(headers)) return headers;
  const values = Object.create(null) as Record<string, unknown[]>;
  for (const pair of headers as Iterable<readonly unknown[]>) {
    assert(Array.isArray(pair), "headers must be pairs. Pass request.headers, not rawHeaders.");
    const [name, value] = pair;
    if (value !== undefined && value !== null) (values[String(name).toLowerCase()] ??= []).push(value);
  }
  return values as Record<string, string[]>; // whatever they are, reading them takes only text
}

/** Whether these headers can be read only once: an iterator is its own iterable. */
export function isIterator(headers: HeadersInput): boolean {
  if (!(Symbol.iterator in headers)) return false;
  const iterator: unknown = headers[Symbol.iterator]();
  return iterator === headers;
}

/** Reads one header. `name` must be lower case. */
export function readHeader(headers: NormalisedHeaders, name: string): PresentValue | undefined {
  return isHeadersLike(headers) ? toValue(headers.get(name)) : fromRecord(headers, name);
}

/** A copy of these headers alone, each read once: several readers find the same. */
export function copyHeaders(headers: NormalisedHeaders, names: readonly string[]): NormalisedHeaders {
  const values = names.map((name) => [name, readHeader(headers, name)] as const);
  // A reader takes the symbol among them for no text, as it should.
  return Object.assign(Object.create(null), Object.fromEntries(values)) as NormalisedHeaders;
}

/** Reads a header that is a list: all its lines, in whatever form, joined as HTTP joins them. */
export function readList(headers: NormalisedHeaders, name: string): PresentValue | undefined {
  if (isHeadersLike(headers)) return toValue(headers.get(name));
  const keys = Object.keys(headers).filter((key) => key.toLowerCase() === name);
  const lines: readonly unknown[] = keys.flatMap((key) => headers[key] ?? []);
  if (lines.length === 0) return undefined;
  return lines.every((line) => typeof line === "string") ? lines.join(", ") : AMBIGUOUS;
}

/**
 * A header that the signature needs.
 *
 * @throws {WebhookError} `missing-signature` when it is absent
 */
export function requireHeader(provider: string, headers: NormalisedHeaders, name: string): PresentValue {
  const value = readHeader(headers, name);
  if (value !== undefined) return value;
  throw new WebhookError("missing-signature", provider, `there is no ${name} header. Is a secret set?`);
}

/**
 * The one value of a header that the signature needs. Servers join a header's repeated lines by
 * ", ", and we pick none of them.
 *
 * @throws {WebhookError} `malformed-signature` when it has several, in whatever form
 */
export function requireOneValue(provider: string, name: string, value: PresentValue): string {
  if (value !== AMBIGUOUS && !value.includes(", ")) return value;
  throw malformed(provider, name, "came more than once or is no text. Pass one");
}

/**
 * The value of a header whose two entries are joined by ", ", as servers join repeated lines. With
 * any other number of them it may have come more than once, and we pick none.
 *
 * @throws {WebhookError} `malformed-signature` when it is not exactly two entries in one value
 */
export function requireTwoEntries(provider: string, name: string, value: PresentValue): string {
  if (value !== AMBIGUOUS && value.split(", ").length === 2) return value;
  throw malformed(
    provider,
    name,
    'came more than once or is not two entries with ", " between them. Pass one',
  );
}

/** Refuses a header that the signature needs: it is there, but `what` is wrong with it. */
export function malformed(provider: string, name: string, what: string): WebhookError {
  return new WebhookError("malformed-signature", provider, `the ${name} header ${what}.`);
}

function isHeadersLike(headers: object): headers is HeadersLike {
  return typeof (headers as { get?: unknown }).get === "function";
}

function fromRecord(headers: HeaderRecord, name: string): PresentValue | undefined {
  let found: PresentValue | undefined;
  for (const key of Object.keys(headers)) {
    if (key.length !== name.length || key.toLowerCase() !== name) continue;
    const value = toValue(headers[key]);
    if (found !== undefined && value !== undefined) return AMBIGUOUS;
    found ??= value;
  }
  return found;
}

function toValue(given: unknown): PresentValue | undefined {
  if (typeof given === "string") return given;
  if (given === undefined || given === null) return undefined;
  if (!Array.isArray(given)) return AMBIGUOUS;
  const { length, 0: first } = given as unknown[]; // each read once
  if (length === 0) return undefined;
  return length === 1 && typeof first === "string" ? first : AMBIGUOUS;
}
