import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { base64 } from "../../src/encoding/base64.ts";
import type { Encoding } from "../../src/encoding/codec.ts";
import { decode, encode } from "../../src/encoding/encoding.ts";
import { hex } from "../../src/encoding/hex.ts";

const codecs = { hex, base64 };

describe.each(["hex", "base64"] as const)("%s", (encoding: Encoding) => {
  it("writes what Buffer writes, and reads it back", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = encode(encoding, bytes);
        expect(text).toBe(Buffer.from(bytes).toString(encoding));
        expect(decode(encoding, text)).toEqual(bytes);
      }),
    );
  });

  it("reads no text but the one it writes", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 40 }),
        fc.nat(),
        fc.integer({ min: 0, max: 0x2ff }),
        (bytes, position, code) => {
          const text = encode(encoding, bytes);
          const at = position % text.length;
          const changed = text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
          const read = decode(encoding, changed);
          expect(read === undefined ? changed : encode(encoding, read)).toBe(changed);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("reads from the given start, and nothing shorter or longer", () => {
    const text = `sha256=${encode(encoding, Uint8Array.of(1, 2, 3, 4))}`;
    const target = new Uint8Array(4);
    expect(codecs[encoding].decode(target, text, 7)).toBe(true);
    expect([...target]).toEqual([1, 2, 3, 4]);
    for (const wrong of [text.slice(0, -1), `${text}0`, `${text}=`, "sha256=", ""]) {
      expect(codecs[encoding].decode(target, wrong, 7)).toBe(false);
    }
  });
});

it.each([
  { name: "upper case", text: "AB" },
  { name: "one upper-case digit", text: "aB" },
  { name: "half a byte", text: "abc" },
  { name: "a letter after f", text: "ag" },
  { name: "white space", text: " a" },
  { name: "a line break at the end", text: "ab\n" },
  { name: "a latin1 character", text: "aé" },
  { name: "a full-width digit", text: "a１" },
  { name: "a character whose low byte is a digit", text: `a${String.fromCharCode(0x130)}` },
  { name: "0x", text: "0xab" },
])("refuses hex with $name", ({ text }) => {
  expect(decode("hex", text)).toBeUndefined();
});

it.each([
  { name: "no padding", text: "AQ" },
  { name: "half its padding", text: "AQ=" },
  { name: "too much padding", text: "AQI==" },
  { name: "padding alone", text: "====" },
  { name: "padding in the middle", text: "AQ==AQI=" },
  { name: "bits left over after one byte", text: "AR==" },
  { name: "bits left over after two bytes", text: "AQJ=" },
  { name: "the URL alphabet", text: "-_-_" },
  { name: "white space inside", text: "AQI D" },
  { name: "a line break at the end", text: "AQID\n" },
  { name: "a latin1 character", text: "AQIé" },
  { name: "other junk", text: "!!!!" },
])("refuses base64 with $name", ({ text }) => {
  expect(decode("base64", text)).toBeUndefined();
});

it("reads an empty text as no bytes", () => {
  expect(decode("hex", "")).toEqual(new Uint8Array(0));
  expect(decode("base64", "")).toEqual(new Uint8Array(0));
});
