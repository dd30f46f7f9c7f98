import type { Decode } from "../encoding/encoding.ts";
import { WebhookError } from "../errors/error.ts";
import { NOT_ONE, oneValue } from "../delivery/headers.ts";

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
  const { prefix, decode } = form;
  const claimed = new Uint8Array(form.byteLength);
  const claims = [claimed];
  return (value) => {
    if (value.startsWith(prefix) && decode(claimed, value, prefix.length)) return claims;
    throw malformed(form, "must be");
  };
}

/** Reads a header of several entries, of which those with the prefix are signatures, unless they are the timestamp. */
export function severalSignatures(
  form: SignatureForm,
  separator: string,
  timestampEntry: string | undefined,
): ReadClaims {
  const { prefix, decode } = form;
  const isSignature = (entry: string): boolean =>
    entry.startsWith(prefix) && (timestampEntry === undefined || !entry.startsWith(timestampEntry));

  return (value) => {
    // Servers join a header's repeated lines by ", ", and none of them may be picked.
    oneValue(form.provider, form.header, value.includes(", ") ? NOT_ONE : value);
    const signatures = value.split(separator).filter(isSignature);
    if (signatures.length > MAX_SIGNATURES) {
      throw malformed(form, `holds more than ${MAX_SIGNATURES} signatures, each`);
    }
    // An entry that cannot be read matches nothing, and must not hide the good one beside it.
    const candidates: Uint8Array[] = [];
    for (const signature of signatures) {
      const bytes = new Uint8Array(form.byteLength);
      if (decode(bytes, signature, prefix.length)) candidates.push(bytes);
    }
    if (candidates.length === 0) throw malformed(form, "holds no entry that is");
    return candidates;
  };
}

function malformed(form: SignatureForm, what: string): WebhookError {
  const { provider, header, prefix, byteLength, encoded } = form;
  return new WebhookError(
    "malformed-signature",
    provider,
    `the ${header} header ${what} ${prefix}<${byteLength} bytes in ${encoded}>.`,
  );
}
