/** How a signature or a key is written as text. */
export type Encoding = "hex" | "base64";

/** Reads and writes one encoding. */
export interface Codec {
  /**
   * Decodes strictly into the whole of a target: false when the text from `start` on is anything
   * else.
   */
  readonly decode: (target: Uint8Array, text: string, start: number) => boolean;
  readonly encode: (bytes: Uint8Array) => string;
  /** How many bits of a byte one digit holds. */
  readonly bitsPerDigit: number;
  /** What `decode` reads, in words. */
  readonly encoded: string;
}

/** Decodes a whole text, or gives `undefined` when it is not in the strict form. */
export function decodeWhole({ decode, bitsPerDigit }: Codec, text: string): Uint8Array | undefined {
  const digitCount = text.replace(/={1,2}$/, "").length;
  const bytes = new Uint8Array(Math.floor((digitCount * bitsPerDigit) / 8));
  return decode(bytes, text, 0) ? bytes : undefined;
}
