/** What a form starts with. JSON never does. */
const START = Uint8Array.from("payload=", (character) => character.charCodeAt(0));

/** GitHub sends one. Each further one has to be searched for a second payload. */
const MAX_FIELDS = 16;

const AMPERSAND = 0x26;
const EQUALS = 0x3d;
const PERCENT = 0x25;
const PLUS = 0x2b;
const SPACE = 0x20;

/**
 * The JSON in a delivery of content type `application/x-www-form-urlencoded`; any other body as it
 * is. Recognised by the signed bytes, not by the header, which is not signed.
 *
 * Stricter than `URLSearchParams`, which turns bytes that are not UTF-8 into U+FFFD and takes the
 * first of two payloads.
 *
 * @returns `undefined` when a `%` is not followed by two hex digits, there is a second `payload`,
 *   or more than 16 fields
 * @see https://docs.github.com/en/webhooks/using-webhooks/creating-webhooks (checked 2026-11-21)
 */
export function unwrapForm(body: Uint8Array): Uint8Array | undefined {
  if (!START.every((byte, index) => body[index] === byte)) return body;
  const firstEnd = endOf(body, 0, AMPERSAND);
  let fields = 1;
  for (let start = firstEnd + 1; start <= body.length;) {
    if (++fields > MAX_FIELDS) return undefined;
    const end = endOf(body, start, AMPERSAND);
    const field = body.subarray(start, end); // a name is searched for in its field, never in all the rest
    const name = decode(field.subarray(0, endOf(field, 0, EQUALS)));
    if (name === undefined || isPayload(name)) return undefined;
    start = end + 1;
  }
  return decode(body.subarray(START.length, firstEnd));
}

function isPayload(name: Uint8Array): boolean {
  return name.length === START.length - 1 && name.every((byte, index) => byte === START[index]);
}

function endOf(body: Uint8Array, start: number, separator: number): number {
  const index = body.indexOf(separator, start);
  return index < 0 ? body.length : index;
}

function decode(encoded: Uint8Array): Uint8Array | undefined {
  const decoded = new Uint8Array(encoded.length);
  let length = 0;
  for (let index = 0; index < encoded.length; index++) {
    let byte = encoded[index]!;
    if (byte === PLUS) byte = SPACE;
    else if (byte === PERCENT) {
      const high = hexDigit(encoded[index + 1]);
      const low = hexDigit(encoded[index + 2]);
      if (high < 0 || low < 0) return undefined;
      byte = high * 16 + low;
      index += 2;
    }
    decoded[length++] = byte;
  }
  return decoded.subarray(0, length);
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
