import { base64 } from "./base64.ts";
import { decodeWhole, type Encoding } from "./codec.ts";
import { hex } from "./hex.ts";

const codecs = { hex, base64 };

/** Decodes a whole text, or gives `undefined` when it is not in the strict form. */
export function decode(encoding: Encoding, text: string): Uint8Array | undefined {
  return decodeWhole(codecs[encoding], text);
}

/** Writes bytes as text: lower-case hex, or padded base64. */
export function encode(encoding: Encoding, bytes: Uint8Array): string {
  return codecs[encoding].encode(bytes);
}
