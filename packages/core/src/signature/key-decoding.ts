import { decodeWhole, type Codec, type Encoding } from "../encoding/codec.ts";

/**
 * For a secret whose text is an encoding of the key. Text in another form is a TypeError, never a
 * guessed key. A secret given as bytes is the key itself.
 */
export interface KeyDecoding {
  readonly encoding: Encoding;
  /** Text before the encoded key that must be there, e.g. `"whsec_"`. */
  readonly prefix?: string;
  /**
   * Fewest bytes that the key may have. Default 16: a shorter one was cut off, or can be guessed.
   */
  readonly minBytes?: number;
}

const DEFAULT_MIN_BYTES = 16;

/** Reads secrets whose text is an encoding of the key. TypeError for text in another form. */
export function encodedKey(
  decoding: KeyDecoding,
  codecs: Readonly<Partial<Record<Encoding, Codec>>>,
): (secret: string) => Uint8Array {
  const { encoding, prefix = "", minBytes = DEFAULT_MIN_BYTES } = decoding;
  const codec = codecs[encoding]!;
  return (secret) => {
    const bytes = secret.startsWith(prefix) ? decodeWhole(codec, secret.slice(prefix.length)) : undefined;
    if (bytes !== undefined && bytes.length >= minBytes) return bytes;
    const form = prefix === "" ? encoding : `${JSON.stringify(prefix)} followed by ${encoding}`;
    throw new TypeError(
      `secret must be ${form} of at least ${minBytes} bytes. Copy it whole, without white space or quotes around it.`,
    );
  };
}
