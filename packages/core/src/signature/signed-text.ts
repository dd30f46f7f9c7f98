import { readClock } from "../delivery/clock.ts";
import { WebhookError } from "../errors/error.ts";
import {
  malformed,
  requireHeader,
  requireOneValue,
  type NormalisedHeaders,
  type PresentValue,
} from "../delivery/headers.ts";
import type { VerifyOptions } from "../delivery/verify-options.ts";
import type { SignatureScheme } from "./scheme.ts";

/** What a sender signs beside the body. */
export interface SignedValues {
  readonly id: string;
  readonly timestamp: Date;
}

/** Header values as we found them: there, but not judged yet. */
interface FoundTexts {
  readonly id: PresentValue | undefined;
  readonly timestamp: PresentValue | undefined;
}

/** The text that is signed before the body, and the time in it. */
interface ReadText {
  readonly before: string;
  readonly timestamp: string | undefined;
}

/** The text that a scheme signs before the body. */
export interface SignedText {
  /** The headers of id and timestamp. `missing-signature` when one is absent. */
  find(headers: NormalisedHeaders): FoundTexts;
  /** Their text as received. `malformed-signature` when one has another form. */
  read(found: FoundTexts, signatureHeader: string): ReadText;
  /** `stale-timestamp` when the signed time is too far in the past or the future. */
  assertFresh(read: ReadText, now: VerifyOptions["now"]): void;
  /** For a sender: the text to sign, its headers, and its entry in the header of the signature. */
  write(values: SignedValues): { before: string; headers: Record<string, string>; entry: string };
}

/**
 * Decimal digits as every sender writes them. A leading zero could be the end of an id that is
 * signed right before it.
 */
const TIMESTAMP = /^(?:0|[1-9][0-9]{0,15})$/;

const DEFAULT_TOLERANCE_SECONDS = 300;

/** `undefined` for a scheme that signs the body alone. */
export function compileSignedText(provider: string, scheme: SignatureScheme): SignedText | undefined {
  const { header, separator, signs = ["body"], id: idSource, timestamp: time } = scheme;
  if (signs.length === 1) return undefined;

  const isSeconds = time?.unit !== "ms";
  const millisecondsPerUnit = isSeconds ? 1000 : 1;
  const toleranceSeconds = time?.toleranceSeconds ?? DEFAULT_TOLERANCE_SECONDS;

  function find(headers: NormalisedHeaders): FoundTexts {
    return {
      id: idSource && requireHeader(provider, headers, idSource.header),
      timestamp: time?.header === undefined ? undefined : requireHeader(provider, headers, time.header),
    };
  }

  function read(found: FoundTexts, signatureHeader: string): ReadText {
    const id = idSource && readId(requireOneValue(provider, idSource.header, found.id!), idSource.header);
    const timestamp = time && readTimestamp(found.timestamp, signatureHeader);
    return { before: join(id, timestamp), timestamp };
  }

  function readId(id: string, idHeader: string): string {
    // The id must end at one place alone: else the same signed text could mean another id and body.
    const next = signs[signs.indexOf("id") + 1];
    const hasOneEnd = typeof next !== "object" || (id + next.text).indexOf(next.text) === id.length;
    if (id !== "" && hasOneEnd) return id;
    throw malformed(provider, idHeader, "must be a non-empty id without separators");
  }

  function readTimestamp(found: PresentValue | undefined, signatureHeader: string): string {
    const isHeader = found !== undefined;
    const text = isHeader ? requireOneValue(provider, time!.header!, found) : readEntry(signatureHeader);
    if (TIMESTAMP.test(text)) return text;
    if (isHeader) throw malformed(provider, time!.header!, "must be a decimal number");
    throw malformed(provider, header, `must hold a decimal number as its ${time!.entry} entry`);
  }

  function readEntry(signatureHeader: string): string {
    const entry = time!.entry!;
    const entries = signatureHeader.split(separator!).filter((one) => one.startsWith(entry));
    if (entries.length === 1) return entries[0]!.slice(entry.length);
    throw malformed(provider, header, `must hold one ${entry} entry`);
  }

  function assertFresh({ timestamp }: ReadText, now: VerifyOptions["now"]): void {
    if (timestamp === undefined) return;
    const current = readClock(now);
    const secondsFromNow = (perUnit: number): number =>
      Math.abs(current - Number(timestamp) * perUnit) / 1000;
    const seconds = secondsFromNow(millisecondsPerUnit);
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

  function write(values: SignedValues): { before: string; headers: Record<string, string>; entry: string } {
    const timestamp = String(Math.floor(Number(values.timestamp) / millisecondsPerUnit));
    const headers: Record<string, string> = {};
    if (idSource !== undefined) headers[idSource.header] = values.id;
    if (time?.header !== undefined) headers[time.header] = timestamp;
    const entry = time?.entry === undefined ? "" : `${time.entry}${timestamp}${separator}`;
    return { before: join(values.id, timestamp), headers, entry };
  }

  function join(id: string | undefined, timestamp: string | undefined): string {
    let text = "";
    for (const part of signs) {
      if (typeof part === "object") text += part.text;
      else if (part === "id") text += id;
      else if (part === "timestamp") text += timestamp;
    }
    return text;
  }

  return { find, read, assertFresh, write };
}
