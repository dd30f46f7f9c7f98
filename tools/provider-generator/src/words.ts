import type { Scheme } from "@flaghook/core";
import type { ProviderFacts } from "./read-provider.ts";

const HEX_DIGITS: Readonly<Record<string, number>> = { sha1: 40, sha256: 64, sha512: 128 };

/** What a signature looks like, in words. */
export function formOf({ scheme, isHex }: ProviderFacts): string {
  const prefix = scheme.prefix === undefined ? "" : `\`${scheme.prefix}\` and `;
  if (scheme.kind === "token") return `${prefix}a token`;
  if (!isHex) return `${prefix}a signature in ${scheme.encoding}`;
  return `${prefix}${HEX_DIGITS[algorithmOf(scheme.algorithm)]} lower-case hex digits`;
}

/** How a provider signs, in a few words: `HMAC-SHA-256, `sha256=` hex`. */
export function schemeOf(scheme: Scheme): string {
  const prefix = scheme.prefix === undefined ? "" : `\`${scheme.prefix}\` `;
  if (scheme.kind === "token") return `none: a token in \`${scheme.header}\``;
  const name = algorithmOf(scheme.algorithm);
  const algorithm = name.startsWith("sha") ? `HMAC-${name.replace("sha", "SHA-")}` : name;
  return `${algorithm}, ${prefix}${scheme.encoding}`;
}

/** When a signed payload is no event. */
export function mismatchOf({ provider }: ProviderFacts): string {
  const { eventName } = provider;
  if (eventName === "payload") return "it is no payload of a known kind, or breaks the schema of one";
  return "header" in eventName
    ? `no \`${eventName.header}\` header names the event, or it breaks the schema of a known one`
    : `it has no \`${eventName.field}\`, or breaks the schema of a known event`;
}

/** When bytes that hold no JSON are refused. */
export function invalidJsonOf({ definition }: ProviderFacts): string {
  return definition.unwrap === undefined
    ? "not strict UTF-8 JSON"
    : "not strict UTF-8 JSON, or badly wrapped";
}

/** The worth of an event's `dedupeKey`. */
export function dedupeOf({ provider }: ProviderFacts, name: string | undefined): string {
  const dedupe = name === undefined ? undefined : provider.events[name]?.dedupe;
  if (dedupe?.kind === "identity") return `identity${fieldOf(provider.eventId)}`;
  const isId =
    dedupe === undefined && Object.values(provider.events).some((one) => one.dedupe.kind === "identity");
  const digest =
    isId && provider.eventId !== undefined
      ? "the signed id if there is one, else a digest"
      : "digest of the body";
  return dedupe?.repeatable === true ? `${digest}; repeatable` : digest;
}

function fieldOf(eventId: ProviderFacts["provider"]["eventId"]): string {
  return eventId !== undefined && "field" in eventId ? `: the signed \`${eventId.field}\`` : "";
}

function algorithmOf(algorithm: Exclude<Scheme["algorithm"], undefined>): string {
  return typeof algorithm === "string" ? algorithm : algorithm.name;
}
