import { checkObject } from "./options.ts";
import type { KeyDecoding, SignatureScheme, SignedPart, SignedTimestamp } from "./scheme.ts";

/** A header name as HTTP allows it, in lower case. */
const HEADER_NAME = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;

/** @throws {TypeError} when a scheme contradicts itself, or has a part we do not know */
export function checkScheme(scheme: SignatureScheme): void {
  checkOptionNames("scheme", scheme, "header algorithm encoding prefix separator signs id timestamp key");
  const { encoding, prefix = "", separator = "-", signs = ["body"], id, timestamp, key } = scheme;
  checkHeaderName("scheme.header", scheme.header);
  must(isEncoding(encoding), "scheme.encoding must be hex or base64.");
  must(typeof prefix === "string", "scheme.prefix must be a string.");
  must(
    isText(separator) && !separator.includes(", "),
    'scheme.separator must be a non-empty string without ", ".',
  );
  must(
    Array.isArray(signs) &&
      signs.every(isPart) &&
      signs.includes("body") &&
      signs.indexOf("body") === signs.length - 1,
    'scheme.signs must be a list of "id", "timestamp" and { text }, and then "body".',
  );
  must(signs.includes("id") === (id !== undefined), "scheme.id and scheme.signs need each other.");
  must(
    signs.includes("timestamp") === (timestamp !== undefined),
    "scheme.timestamp and scheme.signs need each other.",
  );
  if (id !== undefined) {
    checkOptionNames("scheme.id", id, "header");
    checkHeaderName("scheme.id.header", id.header);
  }
  if (timestamp !== undefined) checkTimestamp(timestamp, scheme.separator);
  if (key !== undefined) checkKey(key);
}

/** @throws {TypeError} when a header is not named in lower case, the only form it is looked up in */
export function checkHeaderName(option: string, header: unknown): void {
  must(
    typeof header === "string" && HEADER_NAME.test(header),
    `${option} must be a header name in lower case.`,
  );
}

/** @throws {TypeError} when it is no object, or has a name that is not among the known ones, which spaces divide */
export function checkOptionNames(what: string, given: object, known: string): void {
  checkObject(what, given);
  const names = known.split(" ");
  for (const name in given) {
    if (!names.includes(name)) throw new TypeError(`there is no option ${JSON.stringify(name)} in ${what}.`);
  }
}

/** @throws {TypeError} with this message unless the claim holds */
export function must(holds: boolean, message: string): void {
  if (!holds) throw new TypeError(message);
}

function checkTimestamp(timestamp: SignedTimestamp, separator: string | undefined): void {
  checkOptionNames("scheme.timestamp", timestamp, "header entry unit toleranceSeconds");
  const { header, entry, unit = "s", toleranceSeconds = 0 } = timestamp;
  must(
    (header === undefined) !== (entry === undefined),
    "scheme.timestamp needs a header or an entry, not both.",
  );
  if (header !== undefined) checkHeaderName("scheme.timestamp.header", header);
  else
    must(
      isText(entry) && separator !== undefined,
      "scheme.timestamp.entry must be a text, and needs separator.",
    );
  must(unit === "s" || unit === "ms", "scheme.timestamp.unit must be s or ms.");
  must(
    typeof toleranceSeconds === "number" && toleranceSeconds >= 0,
    "scheme.timestamp.toleranceSeconds must be a number from 0.",
  );
}

function checkKey(key: KeyDecoding): void {
  checkOptionNames("scheme.key", key, "encoding prefix minBytes");
  const { encoding, minBytes = 1 } = key;
  must(isEncoding(encoding), "scheme.key.encoding must be hex or base64.");
  must(Number.isInteger(minBytes) && minBytes > 0, "scheme.key.minBytes must be a positive integer.");
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
