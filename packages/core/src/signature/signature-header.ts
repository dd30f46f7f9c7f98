import { malformed } from "../delivery/headers.ts";
import type { Decode } from "../encoding/encoding.ts";

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

/**
 * Reads the bytes of each well-formed signature in a header: at least one. They are valid until the
 * next call.
 */
export type ReadSignatures = (value: string) => readonly Uint8Array[];

/** For a header that is one signature and nothing else. */
export function compileOneSignature(form: SignatureForm): ReadSignatures {
  const { provider, header, prefix, byteLength, decode, encoded } = form;
  const signature = new Uint8Array(byteLength);
  const signatures = [signature];
  return (value) => {
    if (value.startsWith(prefix) && decode(signature, value, prefix.length)) return signatures;
    throw malformed(provider, header, `must be ${prefix}<${byteLength} bytes in ${encoded}>`);
  };
}

/**
 * For a header of several entries: those with the prefix are signatures, unless they are the
 * timestamp.
 */
export function compileSignatureList(
  form: SignatureForm & { readonly maxSignatures: number },
  separator: string,
  timestampEntry: string | undefined,
): ReadSignatures {
  const { provider, header, prefix, byteLength, decode, encoded, maxSignatures } = form;
  const isSignature = (entry: string): boolean =>
    entry.startsWith(prefix) && (timestampEntry === undefined || !entry.startsWith(timestampEntry));

  return (value) => {
    const entries = value.split(separator).filter(isSignature);
    if (entries.length > maxSignatures) {
      throw malformed(provider, header, `holds more than ${maxSignatures} signatures`);
    }
    // An entry that cannot be read matches nothing, and must not hide the good one beside it.
    const signatures: Uint8Array[] = [];
    for (const entry of entries) {
      const bytes = new Uint8Array(byteLength);
      if (decode(bytes, entry, prefix.length)) signatures.push(bytes);
    }
    if (signatures.length > 0) return signatures;
    throw malformed(provider, header, `holds no entry that is ${prefix}<${byteLength} bytes in ${encoded}>`);
  };
}
