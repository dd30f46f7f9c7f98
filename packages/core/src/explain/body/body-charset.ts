import { utf8 } from "../../encoding/utf8.ts";
import type { Damage, Sign, Undone } from "../model/damage.ts";
import { MISMATCH } from "../model/refusal.ts";
import { rawBodyFix } from "../fix/raw-body-fix.ts";
import { MAX_TEXT_BYTES, textOf } from "./body-text.ts";

/** Bytes 0x80 to 0x9f as Windows reads them. Five of them mean nothing and stay as they are. */
const WINDOWS_1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

const REPLACEMENT = "\ufffd";

/** The bytes were read as text of another charset and written as UTF-8, or the other way round. */
export const bodyCharset: Damage = {
  id: "body-charset",
  title: "The body was read in another charset.",
  after: MISMATCH,

  *undo({ body }): Generator<Undone> {
    if (isUtf16(body)) {
      const detail = "The body is UTF-16, and what was signed is the same text in UTF-8.";
      const wide = new TextDecoder("utf-16le").decode(body);
      yield { change: { body: utf8(wide) }, detail };
      return;
    }
    const text = textOf(body);
    if (text === undefined) {
      const asLatin = latin1Text(body);
      if (asLatin === undefined) return;
      const detail = "The body is latin1, and what was signed is the same text in UTF-8.";
      yield { change: { body: utf8(asLatin) }, detail };
      const windows = asLatin.replace(
        /[\u0080-\u009f]/g,
        (character) => WINDOWS_1252[character.charCodeAt(0) - 0x80]!,
      );
      if (windows !== asLatin) yield { change: { body: utf8(windows) }, detail };
      return;
    }
    const bytes = asLatin1Bytes(text);
    if (bytes !== undefined) {
      const detail = "The body's bytes were read as latin1 and written again as UTF-8.";
      yield { change: { body: bytes }, detail };
    }
  },

  signs({ body }): Sign | undefined {
    const isLossy = textOf(body)?.includes(REPLACEMENT) === true;
    return isLossy
      ? {
          certainty: "likely",
          detail: "The body holds U+FFFD, the mark of bytes that were no UTF-8 and are lost.",
        }
      : undefined;
  },

  fix: (suspect) =>
    `${rawBodyFix(suspect)} Never turn the bytes into a string in between: no setEncoding, no toString("latin1") or "binary".`,
};

/**
 * Little-endian, as Windows writes it. JSON has a NUL behind nearly every character then, and none
 * otherwise.
 */
function isUtf16(body: Uint8Array): boolean {
  return body.length % 2 === 0 && body.length <= MAX_TEXT_BYTES && body[1] === 0 && body[0] !== 0;
}

/** Every byte as the character of its number; `undefined` for more than 4 MiB. */
function latin1Text(body: Uint8Array): string | undefined {
  if (body.length > MAX_TEXT_BYTES) return undefined;
  let text = "";
  for (let start = 0; start < body.length; start += 8192) {
    text += String.fromCharCode(...body.subarray(start, start + 8192));
  }
  return text;
}

/** Each character as one byte; `undefined` when one has no such byte, or all are plain ASCII. */
function asLatin1Bytes(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  let isPlain = true;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const byte = code < 0x100 ? code : WINDOWS_1252.indexOf(text[index]!) + 0x80;
    if (byte < 0x80 && code >= 0x100) return undefined;
    if (byte >= 0x80) isPlain = false;
    bytes[index] = byte;
  }
  return isPlain ? undefined : bytes;
}
