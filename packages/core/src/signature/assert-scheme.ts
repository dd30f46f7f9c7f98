import { assert, assertHeaderName, assertObject, assertOptionNames } from "../errors/assert.ts";
import type { KeyDecoding, Scheme, SignedPart, SignedTimestamp } from "./scheme.ts";

/** @throws {TypeError} when a scheme contradicts itself, or has an option that we do not know */
export function assertScheme(scheme: Scheme): void {
  assertObject("scheme", scheme);
  if (scheme.kind === "token") {
    assertOptionNames("scheme", scheme, "kind header prefix");
    assertHeaderName("scheme.header", scheme.header);
    assert(typeof (scheme.prefix ?? "") === "string", "scheme.prefix must be a string.");
    return;
  }
  assert((scheme.kind as unknown) === undefined, 'scheme.kind must be "token", or absent for a signature.');
  assertOptionNames(
    "scheme",
    scheme,
    "kind header algorithm encoding prefix separator signs id timestamp key",
  );
  const { encoding, prefix = "", separator = "-", signs = ["body"], id, timestamp, key } = scheme;
  assertHeaderName("scheme.header", scheme.header);
  assertAlgorithm(scheme.algorithm);
  assert(isEncoding(encoding), "scheme.encoding must be hex or base64.");
  assert(
    typeof prefix === "string" && !prefix.includes(", "),
    'scheme.prefix must be a string without ", ".',
  );
  assert(
    isText(separator) && !separator.includes(", "),
    'scheme.separator must be a non-empty string without ", ".',
  );
  assert(
    Array.isArray(signs) &&
      signs.every(isPart) &&
      signs.includes("body") &&
      signs.indexOf("body") === signs.length - 1,
    'scheme.signs must be a list of "id", "timestamp" and { text }, and then "body".',
  );
  assert(signs.includes("id") === (id !== undefined), "scheme.id and scheme.signs need each other.");
  assert(
    signs.includes("timestamp") === (timestamp !== undefined),
    "scheme.timestamp and scheme.signs need each other.",
  );
  if (id !== undefined) {
    assertOptionNames("scheme.id", id, "header");
    assertHeaderName("scheme.id.header", id.header);
  }
  if (timestamp !== undefined) assertTimestamp(timestamp, scheme.separator);
  if (key !== undefined) assertKey(key);
}

/** @throws {TypeError} when a scheme is not a hex scheme, or has an option that we do not know */
export function assertHexScheme(scheme: Scheme): void {
  assertObject("scheme", scheme);
  const { header, algorithm, encoding, prefix: _prefix, ...further } = scheme;
  assert(encoding === "hex" && Object.keys(further).length === 0, "not a hex scheme: use defineProvider.");
  assert(
    typeof (header as unknown) === "string" && header === header.toLowerCase(),
    "scheme.header must be in lower case.",
  );
  assertAlgorithm(algorithm);
}

function assertAlgorithm(algorithm: Scheme["algorithm"] | null): void {
  const isSha512 =
    typeof algorithm === "object" && algorithm?.name === "sha512" && algorithm.byteLength === 64;
  assert(
    algorithm === "sha1" || algorithm === "sha256" || isSha512,
    'scheme.algorithm must be "sha1", "sha256" or the sha512 of @flaghook/core/sha512.',
  );
}

function assertTimestamp(timestamp: SignedTimestamp, separator: string | undefined): void {
  assertOptionNames("scheme.timestamp", timestamp, "header entry unit toleranceSeconds");
  const { header, entry, unit = "s", toleranceSeconds = 0 } = timestamp;
  assert(
    (header === undefined) !== (entry === undefined),
    "scheme.timestamp needs a header or an entry, not both.",
  );
  if (header !== undefined) assertHeaderName("scheme.timestamp.header", header);
  else
    assert(
      isText(entry) && !entry.includes(", ") && separator !== undefined,
      'scheme.timestamp.entry must be a text without ", ", and needs separator.',
    );
  assert(unit === "s" || unit === "ms", "scheme.timestamp.unit must be s or ms.");
  assert(
    typeof toleranceSeconds === "number" && toleranceSeconds >= 0,
    "scheme.timestamp.toleranceSeconds must be a number from 0.",
  );
}

function assertKey(key: KeyDecoding): void {
  assertOptionNames("scheme.key", key, "encoding prefix minBytes");
  const { encoding, minBytes = 1 } = key;
  assert(isEncoding(encoding), "scheme.key.encoding must be hex or base64.");
  assert(Number.isInteger(minBytes) && minBytes > 0, "scheme.key.minBytes must be a positive integer.");
}

function isEncoding(encoding: unknown): boolean {
  return encoding === "hex" || encoding === "base64";
}

function isPart(part: SignedPart): boolean {
  return typeof part === "object" ? isText(part.text) : ["id", "timestamp", "body"].includes(part);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
