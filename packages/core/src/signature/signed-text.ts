import { readClock } from "../delivery/clock.ts";
import type { NormalisedHeaders, PresentValue } from "../delivery/headers.ts";
import type { VerifyOptions } from "../delivery/verify-options.ts";
import { WebhookError } from "../errors/error.ts";
import type { SignatureScheme, SignedTimestamp } from "./scheme.ts";
import type { SchemeParts } from "./scheme-parts.ts";

/** What a sender signs beside the body. */
export interface SignedValues {
  readonly id: string;
  readonly timestamp: Date;
}

/** The values of a delivery: there, but not judged yet. */
interface FoundValues {
  readonly id: PresentValue | undefined;
  readonly timestamp: PresentValue | undefined;
}

/** The text that is signed before the body, and the time in it. */
interface ReadText {
  readonly before: string;
  readonly timestamp: string | undefined;
}

/** The text that a scheme signs before the body. */
interface SignedText {
  /** The headers of id and timestamp. `missing-signature` when one is absent. */
  find(headers: NormalisedHeaders): FoundValues;
  /** Their text as received. `malformed-signature` when one has another form. */
  read(found: FoundValues, signatureHeader: string): ReadText;
}

const DEFAULT_TOLERANCE_SECONDS = 300;

/** `undefined` for a scheme that signs the body alone. */
export function compileSignedText(
  provider: string,
  scheme: SignatureScheme,
  parts: SchemeParts,
): SignedText | undefined {
  const { signs = ["body"] } = scheme;
  if (signs.length === 1) return undefined;
  const signedId = scheme.id && parts.id!(provider, scheme);
  const signedTime = scheme.timestamp && parts.timestamp!(provider, scheme);
  return {
    find: (headers) => ({ id: signedId?.find(headers), timestamp: signedTime?.find(headers) }),
    read(found, signatureHeader) {
      const id = signedId?.read(found.id, signatureHeader);
      const timestamp = signedTime?.read(found.timestamp, signatureHeader);
      return { before: joinSigned(scheme, id, timestamp), timestamp };
    },
  };
}

/** The text that is signed before the body. */
function joinSigned(
  { signs = [] }: SignatureScheme,
  id: string | undefined,
  timestamp: string | undefined,
): string {
  let text = "";
  for (const part of signs) {
    if (typeof part === "object") text += part.text;
    else if (part === "id") text += id;
    else if (part === "timestamp") text += timestamp;
  }
  return text;
}

/** `stale-timestamp` when a signed time is too far in the past or the future. */
export function assertFresh(
  provider: string,
  { unit = "s", toleranceSeconds = DEFAULT_TOLERANCE_SECONDS }: SignedTimestamp,
  timestamp: string,
  now: VerifyOptions["now"],
): void {
  const isSeconds = unit === "s";
  const current = readClock(now);
  const secondsFromNow = (perUnit: number): number => Math.abs(current - Number(timestamp) * perUnit) / 1000;
  const seconds = secondsFromNow(isSeconds ? 1000 : 1);
  if (seconds <= toleranceSeconds) return;
  const isOtherUnit = secondsFromNow(isSeconds ? 1 : 1000) <= toleranceSeconds;
  throw new WebhookError(
    "stale-timestamp",
    provider,
    isOtherUnit
      ? `the signed time is in ${isSeconds ? "milliseconds" : "seconds"}: set scheme.timestamp.unit to "${isSeconds ? "ms" : "s"}".`
      : `the signed time is ${Math.round(seconds)} s from now, over the tolerance of ${toleranceSeconds} s. Check this machine's clock.`,
  );
}

/** For a sender: the text to sign, its headers, and its entry in the header of the signature. */
export function writeSignedText(
  scheme: SignatureScheme,
  { id, timestamp }: SignedValues,
): { before: string; headers: Record<string, string>; entry: string } {
  const { id: idSource, timestamp: time, separator } = scheme;
  const text = String(Math.floor(Number(timestamp) / (time?.unit === "ms" ? 1 : 1000)));
  const headers: Record<string, string> = {};
  if (idSource !== undefined) headers[idSource.header] = id;
  if (time?.header !== undefined) headers[time.header] = text;
  const entry = time?.entry === undefined ? "" : `${time.entry}${text}${separator}`;
  return { before: joinSigned(scheme, id, text), headers, entry };
}
