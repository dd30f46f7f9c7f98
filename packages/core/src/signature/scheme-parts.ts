import type { Codec } from "../encoding/codec.ts";
import type { KeyDecoding } from "./key-decoding.ts";
import type { SignatureScheme } from "./scheme.ts";
import type { SignatureForm, ReadSignatures } from "./signature-header.ts";
import type { SignedValue } from "./signed-value.ts";

/**
 * The code that a scheme needs, by its own words. A package passes what its scheme names, so that
 * its bundle has no more: a scheme is data, of which a bundler sees nothing.
 *
 * A part that is missing is a TypeError as soon as the scheme is compiled, and never a signature
 * of which less is verified.
 */
export interface SchemeParts {
  /** For `encoding: "hex"`, of signatures and keys. */
  readonly hex?: Codec;
  /** For `encoding: "base64"`. */
  readonly base64?: Codec;
  /** Reads the header of the signature. */
  readonly signatures: (form: SignatureForm, scheme: SignatureScheme) => ReadSignatures;
  /** For `id`. */
  readonly id?: CompileSignedValue;
  /** For `timestamp`. */
  readonly timestamp?: CompileSignedValue;
  /** For `key`. */
  readonly key?: (decoding: KeyDecoding, parts: SchemeParts) => (secret: string) => Uint8Array;
}

type CompileSignedValue = (provider: string, scheme: SignatureScheme) => SignedValue;
