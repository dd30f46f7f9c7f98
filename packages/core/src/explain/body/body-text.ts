import { utf8 } from "../../encoding/utf8.ts";
import type { SuspectChange } from "../model/suspect.ts";

/**
 * Bodies up to this are read as text and as JSON: 4 MiB. Larger ones are only looked at byte by
 * byte.
 */
export const MAX_TEXT_BYTES = 2 ** 22;

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** A body of at most 4 MiB as text; `undefined` for a larger one, or one that is not UTF-8. */
export function textOf(body: Uint8Array): string | undefined {
  return body.length > MAX_TEXT_BYTES ? undefined : decodeUtf8(body);
}

/** Bytes as text, of any size; `undefined` when they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Another body, given as text. */
export function asBody(text: string): SuspectChange {
  return { body: utf8(text) };
}

/** Whether bytes begin with these. */
export function startsWith(body: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => body[index] === byte);
}

/** Bytes, one after the other. */
export function concat(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
