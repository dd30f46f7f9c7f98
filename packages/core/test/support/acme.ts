import { createHmac } from "node:crypto";
import { defineSignature } from "../../src/signature.ts";
import { hexScheme } from "./schemes.ts";

/** A provider of the plainest kind, and a delivery of it. */
export const secret = "acme-secret";
export const body = '{"type":"ping"}';
export const signature = sign(body);
export const verifyAcme = defineSignature("acme", hexScheme);

/** Signs with node:crypto, not with the code under test. */
export function sign(signed: string | Uint8Array, key = secret): string {
  return createHmac("sha256", key).update(signed).digest("hex");
}
