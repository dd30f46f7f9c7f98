import { decodeBase64, encodeBase64 } from "./base64.ts";
import { decodeHex, encodeHex } from "./hex.ts";

/** How a signature or a key is written as text. */
export type Encoding = "hex" | "base64";

/**
 * Decodes strictly into the whole of a target: false when the text from `start` on is anything
 * else.
 */
export type Decode = (target: Uint8Array, text: string, start: number) => boolean;

/** How an encoding is read. */
export function decoderOf(encoding: Encoding): Decode {
  return encoding === "hex" ? decodeHex : decodeBase64;
}

/** Decodes a whole text, or gives `undefined` when it is not in the strict form. */
export function decode(encoding: Encoding, text: string): Uint8Array | undefined {
  const padding = encoding === "base64" ? text.length - text.replace(/={1,2}$/, "").length : 0;
  const byteLength = encoding === "hex" ? text.length / 2 : (text.length / 4) * 3 - padding;
  if (!Number.isInteger(byteLength)) return undefined;
  const bytes = new Uint8Array(byteLength);
  return decoderOf(encoding)(bytes, text, 0) ? bytes : undefined;
}

/** Writes bytes as text: lower-case hex, or padded base64. */
export function encode(encoding: Encoding, bytes: Uint8Array): string {
  return encoding === "hex" ? encodeHex(bytes) : encodeBase64(bytes);
}
