import type { Decode } from "../encoding/encoding.ts";
import { malformed } from "../delivery/headers.ts";

/** How a header writes a signature. */
export interface SignatureForm {
  readonly provider: string;
  readonly header: string;
  readonly prefix: string;
  readonly byteLength: number;
  readonly decode: Decode;
  /** What `decode` reads, in words. */
  readonly encoded: string;
}

/** The bytes of each well-formed signature that a header claims, at least one. They are valid until the next call. */
export type ReadClaims = (value: string) => readonly Uint8Array[];

/** More than this is nobody's rotation: each one would be compared. */
const MAX_SIGNATURES = 16;

/** Reads a header that is one signature and nothing else. */
export function oneSignature(form: SignatureForm): ReadClaims {
  const { provider, header, prefix, byteLength, decode, encoded } = form;
  const claimed = new Uint8Array(byteLength);
  const claims = [claimed];
  return (value) => {
    if (value.startsWith(prefix) && decode(claimed, value, prefix.length)) return claims;
    throw malformed(provider, header, `must be ${prefix}<${byteLength} bytes in ${encoded}>`);
  };
}

/** Reads a header of several entries, of which those with the prefix are signatures, unless they are the timestamp. */
export function severalSignatures(
  form: SignatureForm,
  separator: string,
  timestampEntry: string | undefined,
): ReadClaims {
  const { provider, header, prefix, byteLength, decode, encoded } = form;
  const isSignature = (entry: string): boolean =>
    entry.startsWith(prefix) && (timestampEntry === undefined || !entry.startsWith(timestampEntry));

  return (value) => {
    const signatures = value.split(separator).filter(isSignature);
    if (signatures.length > MAX_SIGNATURES) {
      throw malformed(provider, header, `holds more than ${MAX_SIGNATURES} signatures`);
    }
    // An entry that cannot be read matches nothing, and must not hide the good one beside it.
    const candidates: Uint8Array[] = [];
    for (const signature of signatures) {
      const bytes = new Uint8Array(byteLength);
      if (decode(bytes, signature, prefix.length)) candidates.push(bytes);
    }
    if (candidates.length === 0) {
      throw malformed(
        provider,
        header,
        `holds no entry that is ${prefix}<${byteLength} bytes in ${encoded}>`,
      );
    }
    return candidates;
  };
}
