import { backend } from "#crypto";
import type { Algorithm, PreparedKey } from "./crypto-backend.ts";
import { decode, encode } from "./encoding.ts";
import type { Secret } from "./options.ts";
import type { KeyDecoding } from "./scheme.ts";

/** Prepared keys kept per scheme. One tenant each on a busy server; beyond it the oldest is prepared again when needed. */
const MAX_KEYS = 1024;

const DEFAULT_MIN_BYTES = 16;

const encoder = new TextEncoder();

/** Turns secrets into prepared keys, each once: preparing costs about 1 µs, looking one up 10 ns. */
export function keyCache(
  algorithm: Algorithm,
  decoding: KeyDecoding | undefined,
): (secret: Secret) => PreparedKey {
  const keys = new Map<string | bigint, PreparedKey>();
  return (secret) => {
    const name = typeof secret === "string" ? secret : numberOf(secret);
    let key = keys.get(name);
    if (key === undefined) {
      key = backend.prepareKey(algorithm, typeof secret === "string" ? keyBytes(secret, decoding) : secret);
      if (keys.size >= MAX_KEYS) keys.delete(keys.keys().next().value!);
      keys.set(name, key);
    }
    return key;
  };
}

/** Bytes are told apart by content, since the caller may reuse the array, and by a number, which no text equals. */
function numberOf(secret: Uint8Array): bigint {
  return BigInt(`0x1${encode("hex", secret)}`); // the 1 keeps leading zeros
}

function keyBytes(secret: string, decoding: KeyDecoding | undefined): Uint8Array {
  if (decoding === undefined) return encoder.encode(secret);
  const { encoding, prefix = "", minBytes = DEFAULT_MIN_BYTES } = decoding;
  const bytes = secret.startsWith(prefix) ? decode(encoding, secret.slice(prefix.length)) : undefined;
  if (bytes !== undefined && bytes.length >= minBytes) return bytes;
  const form = prefix === "" ? encoding : `${JSON.stringify(prefix)} followed by ${encoding}`;
  throw new TypeError(
    `secret must be ${form} of at least ${minBytes} bytes. Copy it whole, as the provider shows it.`,
  );
}
