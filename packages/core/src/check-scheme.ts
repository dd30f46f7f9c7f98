import { sha1, sha256, type Algorithm } from "./crypto-backend.ts";
import type { KeyDecoding, SignatureScheme, SignedPart, SignedTimestamp } from "./scheme.ts";

/** A header name as HTTP allows it, in lower case. */
const HEADER_NAME = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;

const BYTE_LENGTHS = { sha1: 20, sha256: 32, sha512: 64 };

/** The algorithm a scheme names. */
export function algorithmOf({ algorithm }: SignatureScheme): Algorithm {
  if (algorithm === "sha1") return sha1;
  if (algorithm === "sha256") return sha256;
  if (typeof algorithm === "object" && BYTE_LENGTHS[algorithm?.name] === algorithm?.byteLength)
    return algorithm;
  throw new TypeError('scheme.algorithm must be "sha1", "sha256" or the value of @flaghook/core/sha512.');
}

/** @throws {TypeError} when a scheme contradicts itself */
export function checkScheme(scheme: SignatureScheme): void {
  const { encoding, prefix, separator, signs = ["body"], id, timestamp, key } = scheme;
  checkHeaderName("scheme.header", scheme.header);
  checkEncoding("scheme.encoding", encoding);
  if (prefix !== undefined && typeof prefix !== "string")
    throw new TypeError("scheme.prefix must be a string.");
  if (separator !== undefined && (typeof separator !== "string" || separator === "")) {
    throw new TypeError("scheme.separator must be a non-empty string.");
  }
  checkSigns(signs);
  if (signs.includes("id") !== (id !== undefined)) {
    throw new TypeError('scheme.id and "id" in scheme.signs need each other.');
  }
  if (signs.includes("timestamp") !== (timestamp !== undefined)) {
    throw new TypeError('scheme.timestamp and "timestamp" in scheme.signs need each other.');
  }
  if (id !== undefined) checkHeaderName("scheme.id.header", id.header);
  if (timestamp !== undefined) checkTimestamp(timestamp, separator);
  if (key !== undefined) checkKey(key);
}

/** @throws {TypeError} when a header is not named in lower case, the only form it is looked up in */
export function checkHeaderName(option: string, header: unknown): void {
  if (typeof header === "string" && HEADER_NAME.test(header)) return;
  throw new TypeError(`${option} must be a header name in lower case.`);
}

function checkEncoding(option: string, encoding: unknown): void {
  if (encoding === "hex" || encoding === "base64") return;
  throw new TypeError(`${option} must be "hex" or "base64".`);
}

function checkSigns(signs: readonly SignedPart[]): void {
  if (signs.length === 0 || signs.indexOf("body") !== signs.length - 1) {
    throw new TypeError('scheme.signs must end with "body", once.');
  }
  for (const part of signs) {
    const isText = typeof part === "object" && typeof part.text === "string" && part.text !== "";
    if (!isText && part !== "body" && part !== "id" && part !== "timestamp") {
      throw new TypeError('scheme.signs may hold "id", "timestamp", "body" and { text }.');
    }
  }
}

function checkTimestamp(timestamp: SignedTimestamp, separator: string | undefined): void {
  const { header, entry, unit, toleranceSeconds } = timestamp;
  if ((header === undefined) === (entry === undefined)) {
    throw new TypeError("scheme.timestamp needs a header or an entry, not both.");
  }
  if (header !== undefined) checkHeaderName("scheme.timestamp.header", header);
  if (entry === "") throw new TypeError("scheme.timestamp.entry must not be empty.");
  if (entry !== undefined && separator === undefined) {
    throw new TypeError("scheme.timestamp.entry needs scheme.separator.");
  }
  if (unit !== undefined && unit !== "s" && unit !== "ms") {
    throw new TypeError('scheme.timestamp.unit must be "s" or "ms".');
  }
  if (toleranceSeconds !== undefined && !(typeof toleranceSeconds === "number" && toleranceSeconds >= 0)) {
    throw new TypeError("scheme.timestamp.toleranceSeconds must be a number of seconds.");
  }
}

function checkKey({ encoding, minBytes }: KeyDecoding): void {
  checkEncoding("scheme.key.encoding", encoding);
  if (minBytes !== undefined && !(Number.isInteger(minBytes) && minBytes > 0)) {
    throw new TypeError("scheme.key.minBytes must be a positive integer.");
  }
}
