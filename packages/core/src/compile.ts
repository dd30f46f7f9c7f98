import { backend } from "#crypto";
import type { HeadersInput } from "./delivery.ts";
import { decodeInto, encode } from "./encoding.ts";
import { WebhookError } from "./error.ts";
import { readHeader, REPEATED } from "./headers.ts";
import { keyCache } from "./keys.ts";
import { readClock, type Secret, type VerifyOptions } from "./options.ts";
import { algorithmOf, checkScheme, type SignatureScheme } from "./scheme.ts";

/** More entries than this are nobody's rotation: each one would be compared. */
const MAX_SIGNATURES = 16;

/** What takes part in a signature beside the body. */
interface SignedTexts {
  readonly id?: string | undefined;
  readonly timestamp?: string | undefined;
}

/** A scheme made ready: checked once, its scratch space and key cache its own. */
export interface CompiledScheme {
  /** Index of the secret that signed this delivery. Throws WebhookError for a delivery that no secret signed. */
  verify(headers: HeadersInput, body: Uint8Array, options: VerifyOptions): number;
  /** Headers that a sender with this scheme adds. */
  sign(body: Uint8Array, secret: Secret, texts: SignedTexts): Record<string, string>;
}

/** @throws {TypeError} when the scheme contradicts itself */
export function compileScheme(provider: string, scheme: SignatureScheme): CompiledScheme {
  checkScheme(scheme);
  const { header, encoding, separator, prefix = "", timestamp: time } = scheme;
  const parts = scheme.signs ?? ["body"];
  const signsBodyAlone = parts.length === 1;
  const algorithm = algorithmOf(scheme);
  const keyOf = keyCache(algorithm, scheme.key);

  // Reused by every call: verification is synchronous and nothing of the caller's runs between a write and its read.
  const claimed = new Uint8Array(algorithm.byteLength);
  const actual = new Uint8Array(algorithm.byteLength);
  const onlyClaimed = [claimed];

  function verify(headers: HeadersInput, body: Uint8Array, options: VerifyOptions): number {
    const value = required(readHeader(headers, header), header);
    const entries = separator === undefined ? undefined : value.split(separator, MAX_SIGNATURES + 2);
    const candidates = entries === undefined ? readOne(value) : readSeveral(entries);
    if (signsBodyAlone) return match("", body, candidates, options.secret);

    const texts = readTexts(headers, entries);
    const secretIndex = match(textBefore(texts), body, candidates, options.secret);
    if (time !== undefined) checkTime(texts.timestamp!, options.now);
    return secretIndex;
  }

  function sign(body: Uint8Array, secret: Secret, texts: SignedTexts): Record<string, string> {
    backend.hmac(actual, algorithm, keyOf(secret), signsBodyAlone ? "" : textBefore(texts), body);
    let value = prefix + encode(encoding, actual);
    if (time?.entry !== undefined) value = `${time.entry}${texts.timestamp}${separator}${value}`;
    const signed: Record<string, string> = { [header]: value };
    if (scheme.id !== undefined) signed[scheme.id.header] = texts.id!;
    if (time?.header !== undefined) signed[time.header] = texts.timestamp!;
    return signed;
  }

  /** One HMAC per secret, however many signatures the header holds. */
  function match(
    before: string,
    body: Uint8Array,
    candidates: readonly Uint8Array[],
    secret: VerifyOptions["secret"],
  ): number {
    if (typeof secret === "string") {
      if (isSigned(before, body, candidates, secret)) return 0;
    } else {
      const secrets = (Array.isArray(secret) ? secret : [secret]) as readonly Secret[];
      const index = secrets.findIndex((one) => isSigned(before, body, candidates, one));
      if (index >= 0) return index;
    }
    throw new WebhookError(
      "signature-mismatch",
      provider,
      `the ${header} header does not match the body. Compare the secret with the sender's, and pass the body's bytes as they came: ` +
        "a body that was parsed and serialised again has other bytes.",
    );
  }

  function isSigned(
    before: string,
    body: Uint8Array,
    candidates: readonly Uint8Array[],
    secret: Secret,
  ): boolean {
    backend.hmac(actual, algorithm, keyOf(secret), before, body);
    for (const candidate of candidates) {
      if (backend.equal(actual, candidate)) return true;
    }
    return false;
  }

  function readOne(value: string): readonly Uint8Array[] {
    if (value.startsWith(prefix) && decodeInto(claimed, encoding, value, prefix.length)) return onlyClaimed;
    throw malformed(`the ${header} header must be ${form()} and nothing else.`);
  }

  function readSeveral(entries: readonly string[]): readonly Uint8Array[] {
    const signatures = entries.filter((entry) => entry.startsWith(prefix) && !isTimestamp(entry));
    if (signatures.length === 0)
      throw malformed(`the ${header} header holds no entry of the form ${form()}.`);
    if (signatures.length > MAX_SIGNATURES || entries.length > MAX_SIGNATURES + 1) {
      throw malformed(`the ${header} header holds more than ${MAX_SIGNATURES} signatures.`);
    }
    return signatures.map((entry) => {
      const bytes = new Uint8Array(algorithm.byteLength);
      if (decodeInto(bytes, encoding, entry, prefix.length)) return bytes;
      throw malformed(`an entry of the ${header} header is not ${form()}.`);
    });
  }

  function isTimestamp(entry: string): boolean {
    return time?.entry !== undefined && entry.startsWith(time.entry);
  }

  function readTexts(headers: HeadersInput, entries: readonly string[] | undefined): SignedTexts {
    return {
      id: scheme.id === undefined ? undefined : readId(headers, scheme.id.header),
      timestamp: time === undefined ? undefined : readTimestamp(headers, entries),
    };
  }

  function readId(headers: HeadersInput, idHeader: string): string {
    const id = required(readHeader(headers, idHeader), idHeader);
    // An id that holds the text after it could be split in two ways, and so stand for another delivery.
    const next = parts[parts.indexOf("id") + 1];
    if (id === "" || (typeof next === "object" && id.includes(next.text))) {
      throw malformed(`the ${idHeader} header must be a non-empty id without separators.`);
    }
    return id;
  }

  function readTimestamp(headers: HeadersInput, entries: readonly string[] | undefined): string {
    const stands =
      time!.header === undefined ? `${header} header's ${time!.entry} entry` : `${time!.header} header`;
    let text: string;
    if (time!.header === undefined) {
      const found = entries!.filter(isTimestamp);
      if (found.length !== 1) throw malformed(`the ${header} header must hold one ${time!.entry} entry.`);
      text = found[0]!.slice(time!.entry!.length);
    } else {
      text = required(readHeader(headers, time!.header), time!.header);
    }
    if (/^[0-9]{1,16}$/.test(text)) return text;
    throw malformed(`the ${stands} must be decimal digits and nothing else.`);
  }

  function checkTime(text: string, now: VerifyOptions["now"]): void {
    const unit = time!.unit === "ms" ? 1 : 1000;
    const tolerance = time!.toleranceSeconds ?? 300;
    const seconds = Math.abs(readClock(now) - Number(text) * unit) / 1000;
    if (seconds <= tolerance) return;
    throw new WebhookError(
      "stale-timestamp",
      provider,
      `the signed time is ${Math.round(seconds)} s from now, more than the tolerance of ${tolerance} s. Check this machine's clock.`,
    );
  }

  function textBefore(texts: SignedTexts): string {
    let text = "";
    for (const part of parts) {
      if (typeof part === "object") text += part.text;
      else if (part === "id") text += texts.id;
      else if (part === "timestamp") text += texts.timestamp;
    }
    return text;
  }

  function required(value: string | typeof REPEATED | undefined, name: string): string {
    if (typeof value === "string") return value;
    if (value === REPEATED)
      throw malformed(`the ${name} header came more than once. Exactly one value is accepted.`);
    throw new WebhookError(
      "missing-signature",
      provider,
      `there is no ${name} header. Set a secret at the sender, and check that no proxy drops the header.`,
    );
  }

  function malformed(message: string): WebhookError {
    return new WebhookError("malformed-signature", provider, message);
  }

  function form(): string {
    const length = `${algorithm.byteLength} bytes in ${encoding === "hex" ? "lower-case hex" : "padded base64"}`;
    return prefix === "" ? length : `${JSON.stringify(prefix)} and ${length}`;
  }

  return { verify, sign };
}
