import { sha512 as algorithm } from "#sha512";
import type { Algorithm } from "./crypto/backend.ts";

/**
 * SHA-512 for `scheme.algorithm`. An import of its own, so that bundles for runtimes without
 * `node:crypto` carry its 2.3 KB only if a scheme names it.
 *
 * @example
 * ```ts
 * import { defineSignature } from "@flaghook/core/signature";
 * import { sha512 } from "@flaghook/core/sha512";
 *
 * export const verifySignature = defineSignature("acme", {
 *   header: "x-acme-signature",
 *   algorithm: sha512,
 *   encoding: "hex",
 * });
 * ```
 */
export const sha512: Algorithm = algorithm;
