import type { Damage, Undone } from "../model/damage.ts";
import { MISMATCH } from "../model/refusal.ts";
import { lineOf } from "../model/framework.ts";
import { decodeUtf8 } from "./body-text.ts";

/** The base64 in which a gateway hands bodies over was not decoded. */
export const bodyBase64: Damage = {
  id: "body-base64",
  title: "The body is still in base64.",
  after: MISMATCH,

  *undo({ body }): Generator<Undone> {
    const decoded = decodeBase64Body(body);
    if (decoded === undefined) return;
    yield {
      change: { body: decoded },
      detail: "The body is base64 of the bytes that were signed.",
    };
  },

  fix: () =>
    `Decode it first. ${lineOf("lambda")} API Gateway and function URLs hand binary types over in base64 and say so in isBase64Encoded.`,
};

function decodeBase64Body(body: Uint8Array): Uint8Array | undefined {
  if (body.length < 8) return undefined;
  // JSON and forms fail within these few bytes, so that a large body is not read in vain.
  if (!/^[\w+/-]+={0,2}\s*$/.test(String.fromCharCode(...body.subarray(0, 64)))) return undefined;
  const text = decodeUtf8(body)?.trim();
  if (text === undefined || !/^[\w+/\s-]+={0,2}$/.test(text)) return undefined;
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = new Uint8Array(binary.length);
    for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
    return bytes;
  } catch {
    return undefined;
  }
}
