import type { Algorithm } from "../crypto/backend.ts";
import type { Encoding } from "../encoding/codec.ts";
import type { KeyDecoding } from "./key-decoding.ts";
import type { KeyPairAlgorithm } from "./signature-method.ts";

/**
 * How a provider signs, as data. `defineProvider` compiles it once.
 *
 * A hex scheme is four fields: header, algorithm, encoding and perhaps a prefix. The others are for
 * ids, timestamps and several signatures.
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
  /** Tells it from a {@link TokenScheme}. */
  readonly kind?: undefined;
  /** Header that carries the signature, in lower case. We read no other one. */
  readonly header: string;
  /**
   * Hash of the HMAC. For SHA-512 pass the value of `@flaghook/core/sha512`, for a pair of keys
   * that of `@flaghook/core/ed25519`: bundles then carry them only if used.
   */
  readonly algorithm: "sha1" | "sha256" | Algorithm | KeyPairAlgorithm;
  /**
   * How the signature is written. Read strictly: hex in lower case, base64 with its padding.
   */
  readonly encoding: Encoding;
  /** Text directly before the signature, e.g. `"sha256="`. Default none. */
  readonly prefix?: string;
  /**
   * For a header that may hold several entries, e.g. `" "` or `","`. Entries with `prefix` are
   * signatures, at most 16, and one that matches is enough; we pass over others. A header with ", "
   * in it came more than once, and is refused. Without a separator the header is one signature and
   * nothing else.
   *
   * `", "` itself is for a header that is its `timestamp.entry` and one signature: with more in it,
   * nobody can tell it from one that came twice, and it is refused.
   */
  readonly separator?: string;
  /** The parts that are signed, in order. `"body"` must come last. Default `["body"]`. */
  readonly signs?: readonly SignedPart[];
  /** The header with the signed id. Needed when `signs` names `"id"`. */
  readonly id?: { readonly header: string };
  /** The place of the signed time. Needed when `signs` names `"timestamp"`. */
  readonly timestamp?: SignedTimestamp;
  /** How the secret's text becomes the key. Default: its UTF-8 bytes, prefix included. */
  readonly key?: KeyDecoding;
  /** For `sign` with a pair of keys: how a private key's text is read. */
  readonly privateKey?: KeyDecoding;
}

/**
 * For a sender that signs nothing and sends the secret itself, compared in constant time.
 *
 * It proves who called, and nothing of the body: whoever can read one delivery can send any other.
 *
 * @example
 * ```ts
 * import type { TokenScheme } from "@flaghook/core";
 *
 * export const scheme: TokenScheme = { kind: "token", header: "authorization", prefix: "Bearer " };
 * ```
 */
export interface TokenScheme {
  readonly kind: "token";
  /** Header that carries the secret, in lower case. We read no other one. */
  readonly header: string;
  /** Text directly before the secret, e.g. `"Bearer "`. Default none. */
  readonly prefix?: string;
  // A token has none of what a signature has. Named, so that a scheme of either kind can be asked.
  readonly algorithm?: undefined;
  readonly encoding?: undefined;
  readonly separator?: undefined;
  readonly signs?: undefined;
  readonly id?: undefined;
  readonly timestamp?: undefined;
  readonly key?: undefined;
  readonly privateKey?: undefined;
}

/** How a provider proves that a delivery is its own: by a signature, or by a token. */
export type Scheme = SignatureScheme | TokenScheme;

/** A piece of the signed text: the raw body, the id or timestamp as received, or a fixed text. */
export type SignedPart = "body" | "id" | "timestamp" | { readonly text: string };

/**
 * A signed time: a decimal number without leading zeros, signed as received, judged after the
 * signature.
 */
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
