import type { Codec } from "./codec.ts";

/** `atob` takes it without throwing, if its length is a multiple of four. */
const PADDED = /^[A-Za-z0-9+/]*={0,2}$/;

/** For schemes and keys that are in base64. */
export const base64: Codec = {
  /** Padded base64 of the standard alphabet, with no bits left over. */
  decode(target, text, start) {
    const encoded = text.slice(start);
    if (encoded.length !== Math.ceil(target.length / 3) * 4 || !PADDED.test(encoded)) return false;
    const binary = atob(encoded);
    for (let index = 0; index < target.length; index++) target[index] = binary.charCodeAt(index);
    // Leftover bits would let two texts mean the same bytes.
    return binary.length === target.length && btoa(binary) === encoded;
  },
  encode: (bytes) => btoa(String.fromCharCode(...bytes)),
  bitsPerDigit: 6,
  encoded: "padded base64",
};
