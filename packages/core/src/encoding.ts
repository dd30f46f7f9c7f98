/** How a signature or a key is written as text. */
export type Encoding = "hex" | "base64";

const INVALID = 255;

const HEX = alphabet("0123456789abcdef");
const BASE64 = alphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

/** Value of each ASCII character, INVALID for those that are not in the alphabet. */
function alphabet(characters: string): Uint8Array {
  const table = new Uint8Array(128).fill(INVALID);
  for (let index = 0; index < characters.length; index++) table[characters.charCodeAt(index)] = index;
  return table;
}

/** The value of a character, or more than any value when it is not in the alphabet: beyond ASCII its high bits stay. */
function valueAt(table: Uint8Array, text: string, index: number): number {
  const code = text.charCodeAt(index);
  return table[code & 127]! | (code & ~127);
}

/** How many characters `byteLength` bytes take. */
export function encodedLength(encoding: Encoding, byteLength: number): number {
  return encoding === "hex" ? byteLength * 2 : Math.ceil(byteLength / 3) * 4;
}

/**
 * Decodes `text` from `start` into the whole of `target`. False, and `target` is worthless, unless all of it is in the
 * strict form: lower-case hex, or padded base64 of the standard alphabet with no bits left over.
 */
export function decodeInto(target: Uint8Array, encoding: Encoding, text: string, start: number): boolean {
  if (text.length - start !== encodedLength(encoding, target.length)) return false;
  return encoding === "hex" ? decodeHex(target, text, start) : decodeBase64(target, text, start);
}

function decodeHex(target: Uint8Array, text: string, start: number): boolean {
  let seen = 0;
  for (let index = 0; index < target.length; index++) {
    const high = valueAt(HEX, text, start + index * 2);
    const low = valueAt(HEX, text, start + index * 2 + 1);
    seen |= high | low;
    target[index] = (high << 4) | low;
  }
  return seen < 16; // anything else has set a higher bit
}

function decodeBase64(target: Uint8Array, text: string, start: number): boolean {
  const padding = (3 - (target.length % 3)) % 3;
  const end = text.length - padding;
  for (let index = end; index < text.length; index++) {
    if (text[index] !== "=") return false;
  }
  let bits = 0;
  let bitCount = 0;
  let written = 0;
  for (let index = start; index < end; index++) {
    const value = valueAt(BASE64, text, index);
    if (value > 63) return false;
    bits = ((bits << 6) | value) & 0xffff;
    bitCount += 6;
    if (bitCount >= 8) {
      bitCount -= 8;
      target[written++] = bits >> bitCount;
    }
  }
  return (bits & ((1 << bitCount) - 1)) === 0; // leftover bits would let two texts mean the same bytes
}

/** Decodes a whole text, or gives `undefined` when it is not in the strict form. */
export function decode(encoding: Encoding, text: string): Uint8Array | undefined {
  const padding = encoding === "base64" ? text.length - text.replace(/={1,2}$/, "").length : 0;
  const byteLength = encoding === "hex" ? text.length / 2 : (text.length / 4) * 3 - padding;
  if (!Number.isInteger(byteLength)) return undefined;
  const bytes = new Uint8Array(byteLength);
  return decodeInto(bytes, encoding, text, 0) ? bytes : undefined;
}

/** Writes bytes as text: lower-case hex, or padded base64. */
export function encode(encoding: Encoding, bytes: Uint8Array): string {
  if (encoding === "hex") return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
