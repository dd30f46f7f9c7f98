import { backend } from "#crypto";
import type { Algorithm, PreparedKey } from "./crypto-backend.ts";
import { decode } from "./encoding.ts";
import type { Secret } from "./options.ts";
import type { KeyDecoding } from "./scheme.ts";

/** Prepared keys kept per scheme. One tenant each on a busy server; beyond it the oldest is prepared again when needed. */
const MAX_KEYS = 1024;

const encoder = new TextEncoder();

/** Turns secrets into prepared keys, each once: preparing costs about 1 µs, looking one up 10 ns. */
export function keyCache(
  algorithm: Algorithm,
  decoding: KeyDecoding | undefined,
): (secret: Secret) => PreparedKey {
  const keys = new Map<string, PreparedKey>();
  return (secret) => {
    // Bytes are told apart by content, since the caller may reuse the array; the mark keeps them apart from text.
    const name = typeof secret === "string" ? secret : `\0bytes:${secret.join()}`;
    let key = keys.get(name);
    if (key === undefined) {
      key = backend.prepareKey(algorithm, typeof secret === "string" ? keyBytes(secret, decoding) : secret);
      if (keys.size >= MAX_KEYS) keys.delete(keys.keys().next().value!);
      keys.set(name, key);
    }
    return key;
  };
}

function keyBytes(secret: string, decoding: KeyDecoding | undefined): Uint8Array {
  if (decoding === undefined) return encoder.encode(secret);
  const prefix = decoding.prefix ?? "";
  const bytes = secret.startsWith(prefix)
    ? decode(decoding.encoding, secret.slice(prefix.length))
    : undefined;
  if (bytes !== undefined && bytes.length > 0) return bytes;
  const form =
    prefix === "" ? decoding.encoding : `${JSON.stringify(prefix)} followed by ${decoding.encoding}`;
  throw new TypeError(`secret must be ${form}. Copy it whole, as the provider shows it.`);
}
