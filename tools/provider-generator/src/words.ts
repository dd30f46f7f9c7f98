import type { Scheme } from "@flaghook/core";
import type { ProviderObject } from "./provider-object.ts";

// What a provider does, in the words of docblocks and README tables.

const BYTES: Readonly<Record<string, number>> = { sha1: 20, sha256: 32, sha512: 64, ed25519: 64 };
const DEFAULT_TOLERANCE_SECONDS = 300;

/** How a provider signs, in a few words: `HMAC-SHA-256, `sha256=` hex`. */
export function schemeOf(scheme: Scheme): string {
  const prefix = scheme.prefix === undefined ? "" : `\`${scheme.prefix}\` `;
  if (scheme.kind === "token") return `none: a token in \`${scheme.header}\``;
  const name = algorithmOf(scheme.algorithm);
  const algorithm = name.startsWith("sha") ? `HMAC-${name.replace("sha", "SHA-")}` : name;
  return `${algorithm}, ${prefix}${scheme.encoding}`;
}

/** When `missing-signature`. */
export function missingOf({ schemes }: ProviderObject): string {
  const sets = new Set(schemes.map((scheme) => listOf(headersOf(scheme).map(code), "and")));
  if (sets.size > 1) {
    const signatures = [...new Set(schemes.map(({ header }) => code(header)))];
    return `there is no signature that a configured secret is for: ${listOf(signatures, "or")}`;
  }
  const [headers] = sets;
  return headersOf(schemes[0]!).length === 1
    ? `there is no ${headers} header`
    : `one of the headers ${headers} is absent`;
}

/** When `malformed-signature`. */
export function malformedOf({ schemes }: ProviderObject, repeatedly: "twice" | "more than once"): string {
  const [scheme] = schemes as [Scheme];
  if (schemes.length > 1) return `no signature belongs to an enabled scheme, or a header came ${repeatedly}`;
  if (scheme.kind === "token" && scheme.prefix === undefined) return `it came ${repeatedly}`;
  const isAlone = headersOf(scheme).length === 1;
  const signature = isAlone ? "it" : "the signature";
  const isWrong =
    scheme.separator === undefined
      ? `${signature} is not ${formOf(scheme)}`
      : `${signature} holds no ${formOf(scheme)}`;
  const time = scheme.timestamp === undefined ? "" : ", the time is not a number";
  return `${isWrong}${time}, or ${isAlone ? "" : "one of them "}came ${repeatedly}`;
}

/** When `signature-mismatch`. */
export function mismatchOf({ schemes, isToken }: ProviderObject): string {
  if (isToken) return "it is none of the secrets";
  const [scheme] = schemes as [Scheme];
  if (schemes.some(({ kind }) => kind === "token"))
    return "none of the secrets made the signature or is the token";
  if (schemes.length > 1 || scheme.separator !== undefined)
    return "none of the secrets made any of the signatures";
  const parts = (scheme.signs ?? ["body"]).flatMap((part) => (typeof part === "string" ? [PARTS[part]] : []));
  return `none of the secrets made it from this ${listOf(parts, "and")}`;
}

const PARTS = { id: "id", timestamp: "time", body: "body" } as const;

/** When `stale-timestamp`, if ever. */
export function staleOf({ schemes }: ProviderObject): string | undefined {
  const times = schemes.flatMap(({ timestamp }) => timestamp ?? []);
  if (times.length === 0) return undefined;
  const { toleranceSeconds = DEFAULT_TOLERANCE_SECONDS } = times[0]!;
  return `the signed time is more than ${toleranceSeconds} s in the past or the future`;
}

/** When bytes that hold no JSON are refused. */
export function invalidJsonOf({ definition }: ProviderObject): string {
  return definition.unwrap === undefined
    ? "not strict UTF-8 JSON"
    : "not strict UTF-8 JSON, or badly wrapped";
}

/** When a genuine payload is no event. Never, if there is no event whose schema it could break. */
export function noEventOf({ provider }: ProviderObject): string | undefined {
  const { eventName, events } = provider;
  if (Object.keys(events).length === 0) return undefined;
  if (eventName === "payload") return "it is not a known kind of payload, or breaks the schema of one";
  return "header" in eventName
    ? `no \`${eventName.header}\` header names the event, or it breaks the schema of a known one`
    : `it has no \`${eventName.field}\`, or breaks the schema of a known event`;
}

/** The worth of an event's `dedupeKey`; without a name, of one that is not known. */
export function dedupeOf(object: ProviderObject, name: string | undefined): string {
  const { provider, definition } = object;
  const dedupe = name === undefined ? undefined : provider.events[name]?.dedupe;
  if (dedupe?.kind === "identity") return `identity${idOf(object)}`;
  if (dedupe === undefined && definition.eventId?.isIdentity === true) {
    const source = definition.eventId;
    const isSure = "header" in source && object.schemes.every(({ id }) => id?.header === source.header);
    return isSure ? `identity${idOf(object)}` : `the ${signed(object)}id if there is one, else a digest`;
  }
  const isRepeatable = dedupe === undefined ? definition.isRepeatable?.("", undefined) : dedupe.repeatable;
  return isRepeatable === true ? "digest of the body; repeatable" : "digest of the body";
}

/** Text with commas, and a word before the last. */
export function listOf(words: readonly string[], word: "and" | "or"): string {
  const last = words.at(-1)!;
  return words.length === 1 ? last : `${words.slice(0, -1).join(", ")} ${word} ${last}`;
}

/** Text as code. */
export function code(text: string): string {
  return `\`${text}\``;
}

/** The id that is the identity, if one field or header is. */
function idOf(object: ProviderObject): string {
  const { eventId } = object.definition;
  if (eventId?.isIdentity !== true) return "";
  return `: the ${signed(object)}${code("field" in eventId ? eventId.field : eventId.header)}`;
}

function signed({ isToken }: ProviderObject): string {
  return isToken ? "" : "signed ";
}

function headersOf({ header, id, timestamp }: Scheme): readonly string[] {
  return [id?.header, timestamp?.header, header].filter((name) => name !== undefined);
}

function formOf(scheme: Scheme): string {
  const prefix = scheme.prefix === undefined ? "" : `${code(scheme.prefix)} and `;
  if (scheme.kind === "token") return `${prefix}a token`;
  const bytes = BYTES[algorithmOf(scheme.algorithm)]!;
  return scheme.encoding === "hex"
    ? `${prefix}${2 * bytes} lower-case hex digits`
    : `${prefix}${bytes} bytes in padded base64`;
}

function algorithmOf(algorithm: Exclude<Scheme["algorithm"], undefined>): string {
  return typeof algorithm === "string" ? algorithm : algorithm.name;
}
