import { algorithmOf } from "../crypto/algorithms.ts";
import { requireHeader } from "../delivery/headers.ts";
import type { Secret, TokenSecret } from "../delivery/secret.ts";
import { utf8 } from "../encoding/utf8.ts";
import { compileHmac } from "./hmac-method.ts";
import type { KeyDecoding } from "./key-decoding.ts";
import { verifyWithCauses } from "./mismatch-causes.ts";
import type { SignatureScheme } from "./scheme.ts";
import type { SchemeParts } from "./scheme-parts.ts";
import type { SignatureMethod } from "./signature-method.ts";
import { assertFresh, compileSignedText, writeSignedText, type SignedValues } from "./signed-text.ts";
import type { Verifier, Verify } from "./verifier.ts";

/** No rotation needs more than this, and each one is compared. */
const MAX_SIGNATURES = 16;

/** A compiled scheme, with scratch space and a key cache of its own. */
export interface CompiledScheme extends Verifier {
  /** Every header that verifying reads. */
  readonly headers: readonly string[];
  /** The header with the id that it signs. */
  readonly idHeader?: string | undefined;
  /** Nothing is signed: the secret itself is sent. */
  readonly isToken?: boolean;
  /** Headers that a sender with this scheme adds. */
  sign(body: Uint8Array, secret: Secret | TokenSecret, values: SignedValues): Record<string, string>;
}

/**
 * Compiles a scheme that `assertScheme` let through. TypeError for an unknown algorithm, and for a
 * part that it needs and that is not there.
 */
export function compileScheme(provider: string, scheme: SignatureScheme, parts: SchemeParts): CompiledScheme {
  const { header, encoding, prefix = "" } = scheme;
  const { verifier, method, headers } = compileSchemeVerifier(provider, scheme, parts);

  return {
    headers,
    idHeader: scheme.id?.header,
    keyOf: verifier.keyOf,
    verify: verifyWithCauses(provider, header, verifier),
    sign(body, secret, values) {
      const text = writeSignedText(scheme, values);
      const signature = parts[encoding]!.encode(method.sign(secret, text.before, body));
      return { ...text.headers, [header]: `${text.entry}${prefix}${signature}` };
    },
  };
}

/** The half that verifies, and what the other half needs of it. */
interface SchemeVerifier {
  readonly verifier: Verifier;
  readonly headers: readonly string[];
  readonly method: SignatureMethod;
}

/** The half of a scheme that verifies. */
export function compileSchemeVerifier(
  provider: string,
  scheme: SignatureScheme,
  parts: SchemeParts,
): SchemeVerifier {
  const { header, encoding, prefix = "", id, timestamp, key } = scheme;
  const { decode, encoded } = parts[encoding]!;
  const algorithm = algorithmOf(scheme.algorithm);
  const isKeyPair = "compile" in algorithm;
  const decoderOf = (decoding: KeyDecoding): ((secret: string) => Uint8Array) => parts.key!(decoding, parts);
  const method = isKeyPair
    ? algorithm.compile(provider, header, scheme, decoderOf)
    : compileHmac(provider, header, algorithm, key === undefined ? utf8 : decoderOf(key));
  const { keyOf, match } = method;
  const signedText = compileSignedText(provider, scheme, parts);
  const { byteLength } = algorithm;
  const maxSignatures = isKeyPair ? algorithm.maxSignatures : MAX_SIGNATURES;
  const form = { provider, header, prefix, byteLength, maxSignatures, decode, encoded };
  const readSignatures = parts.signatures(form, scheme);

  const verify: Verify = (headers, body, keys, { now }) => {
    const found = requireHeader(provider, headers, header);
    const values = signedText?.find(headers); // every header must be there before we judge one of them
    const signatures = readSignatures(found);
    const text = signedText?.read(values!, found as string); // else there would be no signatures in it
    const secretIndex = match(signatures, text?.before ?? "", body, keys);
    if (timestamp === undefined) return { headers, body, secretIndex };
    // A clock of the caller's may keep the bytes that we just verified. Usually there is none, and no copy.
    const verified = now === undefined ? body : new Uint8Array(body);
    assertFresh(provider, timestamp, text!.timestamp!, now);
    return { headers, body: verified, secretIndex };
  };

  const names = [header, id?.header, timestamp?.header];
  return { verifier: { keyOf, verify }, headers: names.filter((name) => name !== undefined), method };
}
