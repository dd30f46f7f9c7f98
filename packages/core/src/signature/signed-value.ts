import { malformed, requireHeader, requireOneValue, type NormalisedHeaders } from "../delivery/headers.ts";
import type { SignatureScheme } from "./scheme.ts";

/** Finds a signed value without judging it. `missing-signature` when its header is absent. */
export type FindSignedValue = (headers: NormalisedHeaders) => ReadSignedValue;

/** Its text as received. `malformed-signature` when it has another form. */
export type ReadSignedValue = (signatureHeader: string) => string;

/**
 * Decimal digits as every sender writes them. A leading zero could be the end of an id that is
 * signed right before it.
 */
const TIMESTAMP = /^(?:0|[1-9][0-9]{0,15})$/;

/** For a scheme that signs an id. */
export function signedId(provider: string, { id: source, signs }: SignatureScheme): FindSignedValue {
  const { header } = source!;
  const next = signs![signs!.indexOf("id") + 1];
  return (headers) => {
    const found = requireHeader(provider, headers, header);
    return () => {
      const id = requireOneValue(provider, header, found);
      // The id must end at one place alone: else the same signed text could mean another id and body.
      const hasOneEnd = typeof next !== "object" || (id + next.text).indexOf(next.text) === id.length;
      if (id !== "" && hasOneEnd) return id;
      throw malformed(provider, header, "must be a non-empty id without separators");
    };
  };
}

/** For a scheme that signs a time, which has a header of its own. */
export function timeInHeader(provider: string, { timestamp }: SignatureScheme): FindSignedValue {
  const header = timestamp!.header!;
  return (headers) => {
    const found = requireHeader(provider, headers, header);
    return () => {
      const text = requireOneValue(provider, header, found);
      if (TIMESTAMP.test(text)) return text;
      throw malformed(provider, header, "must be a decimal number");
    };
  };
}

/** For a scheme that signs a time, which is an entry in the header of the signature. */
export function timeInEntry(
  provider: string,
  { header, separator, timestamp }: SignatureScheme,
): FindSignedValue {
  const entry = timestamp!.entry!;
  return () => (signatureHeader) => {
    const entries = signatureHeader.split(separator!).filter((one) => one.startsWith(entry));
    if (entries.length !== 1) throw malformed(provider, header, `must hold one ${entry} entry`);
    const text = entries[0]!.slice(entry.length);
    if (TIMESTAMP.test(text)) return text;
    throw malformed(provider, header, `must hold a decimal number as its ${entry} entry`);
  };
}
