import type { Secret, TokenSecret } from "../delivery/secret.ts";
import { readSecret } from "../delivery/secret.ts";
import { isTokenSecret } from "../delivery/token-secret.ts";
import type { Scheme } from "./scheme.ts";

/** Which scheme a secret is for, by its place among them. TypeError when it is for none. */
export interface SecretAssignment {
  /** `all` are the secrets of one call: a token among signing keys must be named as one. */
  readonly forVerifying: (secret: Secret | TokenSecret, all: readonly unknown[]) => number;
  /** Takes private keys in place of public ones. */
  readonly forSigning: (secret: Secret | TokenSecret) => number;
}

/** Tells secrets apart by the prefixes of their texts: no header of a delivery has a say in it. */
export function assignSecrets(schemes: readonly Scheme[]): SecretAssignment {
  const token = schemes.findIndex(({ kind }) => kind === "token");
  const prefixes = schemes.flatMap(({ key, privateKey }) => [key?.prefix, privateKey?.prefix]);
  const known = prefixes.filter((prefix) => prefix !== undefined);
  const forms = [...known, ...(token < 0 ? [] : ["{ token }"])].join(", ");

  function signingScheme(secret: unknown): number {
    if (typeof secret !== "string") return -1;
    return schemes.findIndex(({ key, privateKey }) =>
      [key?.prefix, privateKey?.prefix].some((prefix) => prefix !== undefined && secret.startsWith(prefix)),
    );
  }

  function find(given: Secret | TokenSecret): number {
    if (isTokenSecret(given)) return token;
    const secret = readSecret(given);
    const at = signingScheme(secret);
    if (at >= 0 || typeof secret !== "string") return at;
    // A signing key in quotes is no token, even if it could be one.
    return known.some((prefix) => secret.includes(prefix)) ? -1 : token;
  }

  function forSigning(secret: Secret | TokenSecret): number {
    const at = find(secret);
    if (at >= 0) return at;
    throw new TypeError(
      `secret must be text that says what it is for: ${forms}. Copy it whole, without white space or quotes around it.`,
    );
  }

  return {
    forSigning,
    forVerifying(secret, all) {
      const at = forSigning(secret);
      if (at === token && !isTokenSecret(secret) && all.some((one) => signingScheme(one) >= 0)) {
        throw new TypeError(
          "secret has a signing key and a token: without the key a forger could do. Say { token } if you want both.",
        );
      }
      return at;
    },
  };
}
