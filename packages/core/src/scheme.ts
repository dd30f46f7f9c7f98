import { sha1, sha256, type Algorithm } from "./crypto-backend.ts";
import type { Encoding } from "./encoding.ts";

/**
 * How a provider signs, as data. Compiled once by `defineProvider`.
 *
 * The plain case is four fields: header, algorithm, encoding and perhaps a prefix. The rest says how ids, timestamps and
 * several signatures take part.
 *
 * @example
 * ```ts
 * import type { SignatureScheme } from "@flaghook/core";
 *
 * export const standardWebhooks: SignatureScheme = {
 *   header: "webhook-signature",
 *   algorithm: "sha256",
 *   encoding: "base64",
 *   prefix: "v1,",
 *   separator: " ",
 *   id: { header: "webhook-id" },
 *   timestamp: { header: "webhook-timestamp" },
 *   signs: ["id", { text: "." }, "timestamp", { text: "." }, "body"],
 *   key: { encoding: "base64", prefix: "whsec_" },
 * };
 * ```
 */
export interface SignatureScheme {
  /** Header that carries the signature, in lower case. Only this one is ever read. */
  readonly header: string;
  /** Hash of the HMAC. For SHA-512 pass the value of `@flaghook/core/sha512`: edge bundles then carry it only if used. */
  readonly algorithm: "sha1" | "sha256" | Algorithm;
  /** How the signature is written. Both forms are read strictly: hex in lower case, base64 padded. */
  readonly encoding: Encoding;
  /** Text directly before the signature, e.g. `"sha256="`. Default none. */
  readonly prefix?: string;
  /**
   * Set when the header may hold several entries, e.g. `" "` or `","`. Entries with `prefix` are signatures, at most 16;
   * others are passed over. Without it the header is one signature and nothing else.
   */
  readonly separator?: string;
  /** What is signed, in order. `"body"` must come last. Default `["body"]`. */
  readonly signs?: readonly SignedPart[];
  /** Where the signed id stands. Needed when `signs` names `"id"`. */
  readonly id?: { readonly header: string };
  /** Where the signed time stands. Needed when `signs` names `"timestamp"`. */
  readonly timestamp?: SignedTimestamp;
  /** How the secret's text becomes the key. Default: its UTF-8 bytes, prefix included. */
  readonly key?: KeyDecoding;
}

/** A piece of what is signed: the raw body, the id's or timestamp's text as received, or a fixed text. */
export type SignedPart = "body" | "id" | "timestamp" | { readonly text: string };

/** A signed time: decimal digits, signed as received, checked after the signature. */
export interface SignedTimestamp {
  /** Header that holds it, in lower case. Give this or `entry`. */
  readonly header?: string;
  /** Prefix of its entry in the signature header, e.g. `"t="`. Needs `separator`. */
  readonly entry?: string;
  /** Default `"s"`. */
  readonly unit?: "s" | "ms";
  /** How far from now it may lie, in seconds, either way. Default 300. */
  readonly toleranceSeconds?: number;
}

/** A secret whose text is an encoding of the key. Text in another form is a TypeError, never a guessed key. */
export interface KeyDecoding {
  readonly encoding: Encoding;
  /** Text before the encoded key that must be there, e.g. `"whsec_"`. */
  readonly prefix?: string;
}

/** The algorithm a scheme names. */
export function algorithmOf(scheme: SignatureScheme): Algorithm {
  if (scheme.algorithm === "sha1") return sha1;
  if (scheme.algorithm === "sha256") return sha256;
  if (typeof scheme.algorithm === "object") return scheme.algorithm;
  throw new TypeError('scheme.algorithm must be "sha1", "sha256" or the value of @flaghook/core/sha512.');
}

/** @throws {TypeError} when a scheme contradicts itself */
export function checkScheme(scheme: SignatureScheme): void {
  const signs = scheme.signs ?? ["body"];
  requireLowerCase("scheme.header", scheme.header);
  if (scheme.encoding !== "hex" && scheme.encoding !== "base64") {
    throw new TypeError('scheme.encoding must be "hex" or "base64".');
  }
  if (signs.indexOf("body") !== signs.length - 1)
    throw new TypeError('scheme.signs must end with "body", once.');
  if (signs.includes("id") !== (scheme.id !== undefined)) {
    throw new TypeError('scheme.id and "id" in scheme.signs need each other.');
  }
  if (signs.includes("timestamp") !== (scheme.timestamp !== undefined)) {
    throw new TypeError('scheme.timestamp and "timestamp" in scheme.signs need each other.');
  }
  if (scheme.separator === "") throw new TypeError("scheme.separator must not be empty.");
  if (scheme.id !== undefined) requireLowerCase("scheme.id.header", scheme.id.header);
  if (scheme.timestamp !== undefined) checkTimestamp(scheme.timestamp, scheme.separator);
}

function checkTimestamp(timestamp: SignedTimestamp, separator: string | undefined): void {
  if ((timestamp.header === undefined) === (timestamp.entry === undefined)) {
    throw new TypeError("scheme.timestamp needs a header or an entry, not both.");
  }
  if (timestamp.header !== undefined) requireLowerCase("scheme.timestamp.header", timestamp.header);
  if (timestamp.entry !== undefined && separator === undefined) {
    throw new TypeError("scheme.timestamp.entry needs scheme.separator.");
  }
  const tolerance = timestamp.toleranceSeconds ?? 0;
  if (!(tolerance >= 0))
    throw new TypeError("scheme.timestamp.toleranceSeconds must be a number of seconds.");
}

/** @throws {TypeError} when a header is not named in lower case, the only form it is looked up in */
export function requireLowerCase(option: string, header: unknown): void {
  if (typeof header === "string" && header !== "" && header === header.toLowerCase()) return;
  throw new TypeError(`${option} must be a header name in lower case.`);
}
