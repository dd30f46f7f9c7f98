import { decodeInto } from "./encoding.ts";
import { WebhookError } from "./error.ts";
import type { SignatureScheme } from "./scheme.ts";

/** More than this is nobody's rotation: each one would be compared. */
const MAX_SIGNATURES = 16;

/** Reads the signatures that a header claims. */
export interface Claims {
  /** The bytes of each well-formed signature, at least one. Valid until the next call. */
  read(value: string): readonly Uint8Array[];
}

/** How a scheme writes its signatures, made ready to read them. */
export function compileClaims(provider: string, scheme: SignatureScheme, byteLength: number): Claims {
  const { header, encoding, separator, prefix = "" } = scheme;
  const timestampEntry = scheme.timestamp?.entry;
  const form =
    (prefix === "" ? "" : `${JSON.stringify(prefix)} and `) +
    `${byteLength} bytes in ${encoding === "hex" ? "lower-case hex" : "padded base64"}`;

  const claimed = new Uint8Array(byteLength);
  const onlyClaimed = [claimed];

  function readOne(value: string): readonly Uint8Array[] {
    if (value.startsWith(prefix) && decodeInto(claimed, encoding, value, prefix.length)) return onlyClaimed;
    throw malformed(`must be ${form} and nothing else.`);
  }

  function readSeveral(value: string): readonly Uint8Array[] {
    const signatures = value.split(separator!).filter(isSignature);
    if (signatures.length > MAX_SIGNATURES) throw malformed(`holds more than ${MAX_SIGNATURES} signatures.`);
    // An entry that cannot be read matches nothing, and must not hide the good one beside it.
    const candidates: Uint8Array[] = [];
    for (const signature of signatures) {
      const bytes = new Uint8Array(byteLength);
      if (decodeInto(bytes, encoding, signature, prefix.length)) candidates.push(bytes);
    }
    if (candidates.length === 0) throw malformed(`holds no entry of the form ${form}.`);
    return candidates;
  }

  function isSignature(entry: string): boolean {
    return entry.startsWith(prefix) && (timestampEntry === undefined || !entry.startsWith(timestampEntry));
  }

  function malformed(what: string): WebhookError {
    return new WebhookError("malformed-signature", provider, `the ${header} header ${what}`);
  }

  return { read: separator === undefined ? readOne : readSeveral };
}
