import { readHeader, type NormalisedHeaders } from "../delivery/headers.ts";
import type { Secret, TokenSecret } from "../delivery/secret.ts";
import { isTokenSecret, unwrapToken } from "../delivery/token-secret.ts";
import { assignSecrets } from "../signature/assign-secrets.ts";
import type { Scheme } from "../signature/scheme.ts";

/** The scheme that judges a delivery, and the secrets that are for it. */
export interface SuspectScheme {
  readonly scheme: Scheme;
  readonly secrets: readonly Secret[];
  /** Schemes whose header or entry came although no secret enables them. */
  readonly disabled: readonly Scheme[];
  /** Secrets as the provider takes them for this scheme. */
  readonly wrap: (secret: Secret) => Secret | TokenSecret;
}

/** Chooses as `verify` does: what the secrets enable, and of that what came. */
export function suspectScheme(
  schemes: readonly Scheme[],
  given: readonly (Secret | TokenSecret)[],
  headers: NormalisedHeaders,
): SuspectScheme {
  const places = given.map((secret) => placeOf(secret, schemes));
  const came = ({ header }: Scheme): boolean => readHeader(headers, header) !== undefined;
  const enabled = schemes.filter((_, at) => places.includes(at));
  const candidates = enabled.length > 0 ? enabled : schemes;
  const scheme = candidates.find(came) ?? candidates[0]!;
  const own = given.filter((_, index) => schemes[places[index]!] === scheme);
  const isNamed = scheme.kind === "token" && (schemes.length > 1 || given.some(isTokenSecret));
  return {
    scheme,
    secrets: (own.length > 0 ? own : given).map(unwrapToken),
    disabled: candidates.some(came)
      ? schemes.filter((one) => !candidates.includes(one) && isEntryOf(one, scheme, headers))
      : schemes.filter(came),
    wrap: (secret) => (isNamed ? { token: secret } : secret),
  };
}

/** Whether an entry of another scheme is in the header that both share. */
function isEntryOf(
  { header, prefix, separator }: Scheme,
  { header: shared }: Scheme,
  headers: NormalisedHeaders,
): boolean {
  const value = header === shared && prefix !== undefined ? readHeader(headers, header) : undefined;
  if (typeof value !== "string") return false;
  const entries = separator === undefined ? [value] : value.split(separator);
  return entries.some((entry) => entry.startsWith(prefix!));
}

/** Below zero for a secret in no form of theirs. */
function placeOf(secret: Secret | TokenSecret, schemes: readonly Scheme[]): number {
  if (schemes.length === 1) return 0;
  try {
    return assignSecrets(schemes).forSigning(secret);
  } catch {
    return -1;
  }
}
