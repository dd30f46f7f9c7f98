import { checkHeaderName, checkOptionNames, must } from "../errors/assert.ts";
import type { KeyDecoding, SignatureScheme, SignedPart, SignedTimestamp } from "./scheme.ts";

/** @throws {TypeError} when a scheme contradicts itself, or has a part we do not know */
export function checkScheme(scheme: SignatureScheme): void {
  checkOptionNames("scheme", scheme, "header algorithm encoding prefix separator signs id timestamp key");
  const { encoding, prefix = "", separator = "-", signs = ["body"], id, timestamp, key } = scheme;
  checkHeaderName("scheme.header", scheme.header);
  must(isEncoding(encoding), "scheme.encoding must be hex or base64.");
  must(typeof prefix === "string" && !prefix.includes(", "), 'scheme.prefix must be a string without ", ".');
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
      isText(entry) && !entry.includes(", ") && separator !== undefined,
      'scheme.timestamp.entry must be a text without ", ", and needs separator.',
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
