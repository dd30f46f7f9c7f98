const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/**
 * Decodes the rest of `text` from `start` into the whole of `target`. False, and `target` is
 * worthless, unless it is that many bytes in padded base64 of the standard alphabet, with no bits
 * left over.
 */
export function decodeBase64(target: Uint8Array, text: string, start: number): boolean {
  if (text.length - start !== Math.ceil(target.length / 3) * 4) return false;
  const padding = (3 - (target.length % 3)) % 3;
  const end = text.length - padding;
  if (text.slice(end) !== "=".repeat(padding)) return false;
  let bits = 0;
  let bitCount = 0;
  let written = 0;
  for (let index = start; index < end; index++) {
    const value = ALPHABET.indexOf(text[index]!);
    if (value < 0) return false;
    bits = ((bits << 6) | value) & 0xffff;
    bitCount += 6;
    if (bitCount >= 8) {
      bitCount -= 8;
      target[written++] = bits >> bitCount;
    }
  }
  return (bits & ((1 << bitCount) - 1)) === 0; // leftover bits would let two texts mean the same bytes
}

/** Writes bytes as padded base64. */
export function encodeBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
