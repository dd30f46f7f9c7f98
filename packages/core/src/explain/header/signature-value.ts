import type { ReceivedHeaders } from "../model/received-headers.ts";
import type { Suspect, SuspectChange } from "../model/suspect.ts";

/** The text of the signature's header, if it came once. */
export function signatureValue({ headers, scheme }: Suspect): string | undefined {
  return headers.valueOf(scheme.header);
}

/** The same delivery with another text in the signature's header. */
export function withSignature({ headers, scheme }: Suspect, value: string): SuspectChange {
  return { headers: headers.with(scheme.header, value) };
}

/** The text after the scheme's prefix, whatever its case; `undefined` where that is missing. */
export function afterPrefix(suspect: Suspect): string | undefined {
  const { prefix = "" } = suspect.scheme;
  const value = signatureValue(suspect);
  return value?.toLowerCase().startsWith(prefix.toLowerCase()) === true
    ? value.slice(prefix.length)
    : undefined;
}

/**
 * A header's name as it may be shown: one that is not plain is the sender's text, and could hold
 * anything.
 */
export function shownName(name: string): string {
  return /^[a-z0-9-]{1,64}$/.test(name) ? `${name} header` : "header of another name";
}

/** Headers other than the signature's own whose value could be a signature. */
export function signatureLikeHeaders({ headers, scheme }: Suspect): readonly (readonly [string, string])[] {
  return headers.names
    .filter((name) => name !== scheme.header && isSignatureLike(headers, name, scheme.header))
    .slice(0, 8)
    .map((name) => [name, headers.valueOf(name)!] as const);
}

function isSignatureLike(headers: ReceivedHeaders, name: string, own: string): boolean {
  const value = headers.valueOf(name);
  if (value === undefined || value.length < 20) return false;
  // As CGI and proxies rename: underscores, and words in front or behind.
  const letters = name.replace(/[^a-z0-9]/g, "");
  const isNamedSo = /sig|hmac|digest/.test(letters) || letters.includes(own.replace(/[^a-z0-9]/g, ""));
  return isNamedSo && /(?:^|[=:, ])[\w+/-]{20,}={0,2}$/.test(value);
}
