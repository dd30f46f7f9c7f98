import type { PreparedKey } from "../crypto/backend.ts";
import type { Secret, TokenSecret } from "../delivery/secret.ts";
import type { KeyDecoding } from "./key-decoding.ts";
import type { MatchSignature } from "./match-signature.ts";

/** How the signatures of a scheme are computed and compared. */
export interface SignatureMethod {
  readonly keyOf: (secret: Secret | TokenSecret) => PreparedKey;
  readonly match: MatchSignature;
  /** The signature of `before` (UTF-8) followed by `body`. */
  readonly sign: (secret: Secret | TokenSecret, before: string, body: Uint8Array) => Uint8Array;
}

/**
 * A signature with a pair of keys: whoever verifies cannot sign. It brings its code along, so that
 * bundles carry it only where a scheme names it.
 */
export interface KeyPairAlgorithm {
  readonly name: "ed25519";
  /** Length of a signature in bytes. */
  readonly byteLength: number;
  /** Signatures of one header that are looked at: each costs a hash of the whole body. */
  readonly maxSignatures: number;
  /** Makes it ready for a header. The keys are the scheme's, and `decoderOf` reads their texts. */
  readonly compile: (
    provider: string,
    header: string,
    keys: { readonly key?: KeyDecoding; readonly privateKey?: KeyDecoding },
    decoderOf: (decoding: KeyDecoding) => (secret: string) => Uint8Array,
  ) => SignatureMethod;
}
