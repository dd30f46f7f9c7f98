import type { Algorithm } from "./backend.ts";

/** The hash of an HMAC, as a scheme names it. */
export type Hash = "sha1" | "sha256" | Algorithm;

export const sha1: Algorithm = { name: "sha1", byteLength: 20 };
export const sha256: Algorithm = { name: "sha256", byteLength: 32 };

/** The algorithm that a scheme names, or brings along. `assertScheme` looks at it before. */
export function algorithmOf<Brought extends object>(given: "sha1" | "sha256" | Brought): Algorithm | Brought {
  if (given === "sha1") return sha1;
  if (given === "sha256") return sha256;
  return given;
}
