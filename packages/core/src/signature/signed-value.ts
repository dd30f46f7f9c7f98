import {
  malformed,
  requireHeader,
  requireOneValue,
  type NormalisedHeaders,
  type PresentValue,
} from "../delivery/headers.ts";
import type { SignatureScheme } from "./scheme.ts";

/** A value that is signed beside the body. */
export interface SignedValue {
  /** Finds it without judging it. `missing-signature` when its header is absent. */
  readonly find: (headers: NormalisedHeaders) => PresentValue | undefined;
  /** Its text as received. `malformed-signature` when it has another form. */
  readonly read: (found: PresentValue | undefined, signatureHeader: string) => string;
}

/**
 * Decimal digits as every sender writes them. A leading zero could be the end of an id that is
 * signed right before it.
 */
const TIMESTAMP = /^(?:0|[1-9][0-9]{0,15})$/;

/** For a scheme that signs an id. */
export function signedId(provider: string, { id: source, signs }: SignatureScheme): SignedValue {
  const { header } = source!;
  const next = signs![signs!.indexOf("id") + 1];
  return {
    find: (headers) => requireHeader(provider, headers, header),
    read(found) {
      const id = requireOneValue(provider, header, found!);
      // The id must end at one place alone: else the same signed text could mean another id and body.
      const hasOneEnd = typeof next !== "object" || (id + next.text).indexOf(next.text) === id.length;
      if (id !== "" && hasOneEnd) return id;
      throw malformed(provider, header, "must be a non-empty id without separators");
    },
  };
}

/** For a scheme that signs a time, which has a header of its own. */
export function timeInHeader(provider: string, { timestamp }: SignatureScheme): SignedValue {
  const header = timestamp!.header!;
  return {
    find: (headers) => requireHeader(provider, headers, header),
    read(found) {
      const text = requireOneValue(provider, header, found!);
      if (TIMESTAMP.test(text)) return text;
      throw malformed(provider, header, "must be a decimal number");
    },
  };
}

/** For a scheme that signs a time, which is an entry in the header of the signature. */
export function timeInEntry(
  provider: string,
  { header, separator, timestamp }: SignatureScheme,
): SignedValue {
  const entry = timestamp!.entry!;
  return {
    find: () => undefined,
    read(_found, signatureHeader) {
      const entries = signatureHeader.split(separator!).filter((one) => one.startsWith(entry));
      if (entries.length !== 1) throw malformed(provider, header, `must hold one ${entry} entry`);
      const text = entries[0]!.slice(entry.length);
      if (TIMESTAMP.test(text)) return text;
      throw malformed(provider, header, `must hold a decimal number as its ${entry} entry`);
    },
  };
}
