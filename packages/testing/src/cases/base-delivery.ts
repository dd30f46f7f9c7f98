import type { Provider, VerifyOptions } from "@flaghook/core";
import type { ProviderVector, ProviderVectors } from "../vectors.ts";

/** Options with which a vector verifies. */
export function optionsOf({ secret, now }: ProviderVector): VerifyOptions {
  return { secret, ...(now !== undefined && { now: () => now }) };
}

/** The secrets with which the contract signs bodies of its own, and verifies them. */
export function signingSecrets({ genuine, keyPair }: ProviderVectors): {
  readonly signWith: string;
  readonly verifyWith: string;
} {
  const { secret } = genuine[0]!;
  return { signWith: keyPair?.privateKey ?? secret, verifyWith: keyPair?.publicKey ?? secret };
}

/** The scheme by which the first vector is proved. */
export function schemeOf({ schemes }: Provider, { genuine }: ProviderVectors): Provider["scheme"] {
  const names = new Set(Object.keys(genuine[0]!.headers).map((name) => name.toLowerCase()));
  return schemes.find(({ header }) => names.has(header)) ?? schemes[0]!;
}
