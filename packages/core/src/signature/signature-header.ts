import { malformed, requireOneValue, requireTwoEntries, type PresentValue } from "../delivery/headers.ts";
import type { Codec } from "../encoding/codec.ts";
import type { SignatureScheme } from "./scheme.ts";

/** How a header writes a signature. */
export interface SignatureForm extends Pick<Codec, "decode" | "encoded"> {
  readonly provider: string;
  readonly header: string;
  readonly prefix: string;
  readonly byteLength: number;
  /** Signatures of one header that are looked at. */
  readonly maxSignatures: number;
}

/**
 * Reads the bytes of each well-formed signature in a header: at least one. They are valid until the
 * next call. `malformed-signature` when there is none, or the header came more than once.
 */
export type ReadSignatures = (found: PresentValue) => readonly Uint8Array[];

/** For a header that is one signature and nothing else. */
export function oneSignature(form: Omit<SignatureForm, "maxSignatures">): ReadSignatures {
  const { provider, header, prefix, byteLength, decode, encoded } = form;
  const signature = new Uint8Array(byteLength);
  const signatures = [signature];
  return (found) => {
    const value = requireOneValue(provider, header, found);
    if (value.startsWith(prefix) && decode(signature, value, prefix.length)) return signatures;
    throw malformed(provider, header, `must be ${prefix}<${byteLength} bytes in ${encoded}>`);
  };
}

/**
 * For a header of several entries: those with the prefix are signatures, unless they are the
 * timestamp.
 */
export function signatureList(
  form: SignatureForm,
  { separator, timestamp }: SignatureScheme,
  readValue: typeof requireOneValue = requireOneValue,
): ReadSignatures {
  const { provider, header, prefix, byteLength, decode, encoded, maxSignatures } = form;
  const timestampEntry = timestamp?.entry;
  const isSignature = (entry: string): boolean =>
    entry.startsWith(prefix) && (timestampEntry === undefined || !entry.startsWith(timestampEntry));

  return (found) => {
    const entries = readValue(provider, header, found).split(separator!).filter(isSignature);
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

/** The same for two entries with ", " between them: the timestamp and one signature. */
export function signaturePair(form: SignatureForm, scheme: SignatureScheme): ReadSignatures {
  return signatureList(form, scheme, requireTwoEntries);
}
