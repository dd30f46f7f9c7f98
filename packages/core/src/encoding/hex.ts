import type { Codec } from "./codec.ts";

/** Value of each ASCII character, 255 for those that are not lower-case hex. */
const VALUES = new Uint8Array(128).fill(255);
for (let value = 0; value < 16; value++) VALUES[value.toString(16).charCodeAt(0)] = value;

/**
 * Decodes the rest of `text` from `start` into the whole of `target`. False, and `target` is
 * worthless, unless it is that many bytes of lower-case hex and nothing else.
 */
export function decodeHex(target: Uint8Array, text: string, start: number): boolean {
  if (text.length - start !== target.length * 2) return false;
  let seen = 0;
  for (let index = 0; index < target.length; index++) {
    const high = valueAt(text, start + index * 2);
    const low = valueAt(text, start + index * 2 + 1);
    seen |= high | low;
    target[index] = (high << 4) | low;
  }
  return seen < 16; // anything else has set a higher bit
}

/** More than 15 for a character that is not hex: beyond ASCII its high bits stay. */
function valueAt(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return VALUES[code & 127]! | (code & ~127);
}

/** Writes bytes as lower-case hex. */
export function encodeHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** For schemes and keys that are in hex. */
export const hex: Codec = {
  decode: decodeHex,
  encode: encodeHex,
  bitsPerDigit: 4,
  encoded: "lower-case hex",
};
