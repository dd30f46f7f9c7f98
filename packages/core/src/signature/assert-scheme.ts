import type { Algorithm } from "../crypto/backend.ts";
import { assert, assertHeaderName, assertObject, assertOptionNames } from "../errors/assert.ts";
import type { KeyDecoding } from "./key-decoding.ts";
import type { Scheme, SignedPart, SignedTimestamp } from "./scheme.ts";
import type { KeyPairAlgorithm } from "./signature-method.ts";

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
    "kind header algorithm encoding prefix separator signs id timestamp key privateKey",
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
    isText(separator) &&
      (!separator.includes(", ") || (separator === ", " && timestamp?.entry !== undefined)),
    'scheme.separator must be a non-empty string without ", ", or ", " itself with a timestamp.entry.',
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
  if (key !== undefined) assertKey("scheme.key", key);
  const isKeyPair = typeof scheme.algorithm === "object" && scheme.algorithm.name === "ed25519";
  assert(!isKeyPair || key !== undefined, "scheme.key must say how a public key is written.");
  if (scheme.privateKey === undefined) return;
  assert(isKeyPair, "scheme.privateKey is for a pair of keys alone.");
  assertKey("scheme.privateKey", scheme.privateKey);
}

/** @throws {TypeError} when the secrets of several schemes could not be told apart */
export function assertSchemes(schemes: readonly Scheme[]): void {
  assert(schemes.length > 0, "scheme must be one, or a list with one at least.");
  if (schemes.length === 1) return;
  const tokens = schemes.filter(({ kind }) => kind === "token");
  assert(tokens.length < 2, "of several schemes one may be a token's.");
  const keys = schemes.filter(({ kind }) => kind !== "token");
  const prefixes = keys.flatMap(({ key, privateKey }) => [
    key?.prefix,
    ...(privateKey ? [privateKey.prefix] : []),
  ]);
  const areDistinct = prefixes.every((prefix, index) =>
    prefixes.every(
      (other, place) => place === index || !isText(other) || !isText(prefix) || !prefix.startsWith(other),
    ),
  );
  assert(
    prefixes.every(isText) && areDistinct,
    "of several schemes each needs a key.prefix by which its secrets differ from the others'.",
  );
  assert(
    tokens.every(({ header }) => keys.every((key) => key.header !== header)),
    "a token must have a header of its own.",
  );
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
  assert(
    typeof algorithm === "string" || algorithm?.name === "sha512",
    "not a hex scheme: use defineProvider.",
  );
}

function assertAlgorithm(algorithm: Scheme["algorithm"] | null): void {
  const { name, byteLength, compile } = Object(algorithm) as Partial<Algorithm & KeyPairAlgorithm>;
  const isBrought = name === "sha512" || (name === "ed25519" && typeof compile === "function");
  assert(
    algorithm === "sha1" || algorithm === "sha256" || (isBrought && byteLength === 64),
    'scheme.algorithm must be "sha1", "sha256", the sha512 of @flaghook/core/sha512 or the ed25519 of @flaghook/core/ed25519.',
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

function assertKey(option: string, key: KeyDecoding): void {
  assertOptionNames(option, key, "encoding prefix minBytes");
  const { encoding, minBytes = 1 } = key;
  assert(isEncoding(encoding), `${option}.encoding must be hex or base64.`);
  assert(Number.isInteger(minBytes) && minBytes > 0, `${option}.minBytes must be a positive integer.`);
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
