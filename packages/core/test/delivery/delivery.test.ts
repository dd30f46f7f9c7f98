import { Readable } from "node:stream";
import { runInNewContext } from "node:vm";
import { describe, expect, it, vi } from "vitest";
import type { BodyInput } from "../../src/delivery/delivery.ts";
import { body, secret, sign, signature, verifyAcme } from "../support/acme.ts";
import { refusalOf, verdictOf } from "../support/verdict.ts";

const bytes = new TextEncoder().encode(body);

const verdict = (given: unknown, value = signature): string =>
  verdictOf(() =>
    verifyAcme({ headers: { "x-acme-signature": value }, body: given as BodyInput }, { secret }),
  );

/** The body in the middle of a larger buffer that is not all zero. */
function pooled(): Uint8Array<ArrayBuffer> {
  const pool = new Uint8Array(bytes.length + 30).fill(0x7b);
  pool.set(bytes, 13);
  return pool.subarray(13, 13 + bytes.length);
}

function detached(): { buffer: ArrayBuffer; view: Uint8Array; dataView: DataView } {
  const view = Uint8Array.from(bytes);
  const dataView = new DataView(view.buffer);
  structuredClone(view.buffer, { transfer: [view.buffer] });
  return { buffer: view.buffer, view, dataView };
}

/** A value made in a realm with classes of its own, as jest and vm contexts have. */
const foreign = (code: string): unknown => runInNewContext(code, { text: body });

describe("a raw body is read from", () => {
  it.each<{ name: string; given: unknown }>([
    { name: "a string", given: body },
    { name: "a Uint8Array", given: bytes },
    { name: "a Buffer", given: Buffer.from(body) },
    { name: "a view with a byteOffset", given: pooled() },
    { name: "a Buffer cut from the pool", given: Buffer.from(pooled().buffer, 13, bytes.length) },
    { name: "an ArrayBuffer", given: Uint8Array.from(bytes).buffer },
    { name: "a DataView with a byteOffset", given: new DataView(pooled().buffer, 13, bytes.length) },
    { name: "a Uint8ClampedArray", given: Uint8ClampedArray.from(bytes) },
    { name: "an Int8Array", given: Int8Array.from(bytes) },
    {
      name: "a Uint8Array of another realm",
      given: foreign("Uint8Array.from(text, (character) => character.charCodeAt(0))"),
    },
    {
      name: "an ArrayBuffer of another realm",
      given: foreign("Uint8Array.from(text, (character) => character.charCodeAt(0)).buffer"),
    },
    {
      name: "a DataView of another realm",
      given: foreign("new DataView(Uint8Array.from(text, (character) => character.charCodeAt(0)).buffer)"),
    },
  ])("$name", ({ given }) => {
    expect(verdict(given)).toBe("accepted");
  });
});

describe("a body that is not raw is refused:", () => {
  it.each<{ name: string; given: unknown }>([
    { name: "a parsed object", given: JSON.parse(body) },
    { name: "a parsed array", given: [] },
    { name: "a parsed number", given: 42 },
    { name: "a parsed true", given: true },
    { name: "an object without a prototype", given: Object.create(null) },
    { name: "undefined", given: undefined },
    { name: "null", given: null },
    { name: "a ReadableStream", given: new ReadableStream() },
    { name: "a Node stream", given: Readable.from([body]) },
    { name: "a Blob", given: new Blob([body]) },
    { name: "a String object", given: Object(body) },
    { name: "an array of bytes", given: [...bytes] },
    { name: "a function", given: () => body },
    { name: "a symbol", given: Symbol(body) },
    { name: "a detached ArrayBuffer", given: detached().buffer },
    { name: "a view of a detached ArrayBuffer", given: detached().view },
    { name: "a DataView of a detached ArrayBuffer", given: detached().dataView },
  ])("$name", ({ given }) => {
    const error = refusalOf(() =>
      verifyAcme({ headers: { "x-acme-signature": signature }, body: given as BodyInput }, { secret }),
    );
    expect(error.code).toBe("body-not-raw");
    expect(error.status).toBe(500);
    expect(error.message).toContain("not raw bytes");
    expect(error.message).toContain("express.raw");
  });
});

it.each<{ name: string; given: unknown }>([
  { name: "a SharedArrayBuffer", given: new SharedArrayBuffer(8) },
  { name: "a Uint8Array over one", given: new Uint8Array(new SharedArrayBuffer(8)) },
  { name: "a Buffer over one", given: Buffer.from(new SharedArrayBuffer(8)) },
  { name: "a DataView over one", given: new DataView(new SharedArrayBuffer(8)) },
])("shared memory is refused by its name: $name", ({ given }) => {
  const error = refusalOf(() =>
    verifyAcme({ headers: { "x-acme-signature": signature }, body: given as BodyInput }, { secret }),
  );
  expect(error.code).toBe("body-not-raw");
  expect(error.message).toContain("SharedArrayBuffer");
});

describe("bytes are hashed as they came:", () => {
  it.each([
    { name: "with a BOM", given: Buffer.from(`\uFEFF${body}`) },
    { name: "as invalid UTF-8", given: Uint8Array.of(0x7b, 0xff, 0xfe, 0x80, 0x7d) },
    { name: "with a NUL", given: Buffer.from("{\0}") },
    {
      name: "with $& and $$, which String.replace would fill in",
      given: Buffer.from('{"price":"$& $$ $1"}'),
    },
    { name: "with CRLF", given: Buffer.from('{\r\n"a":1\r\n}\r\n') },
  ])("$name", ({ given }) => {
    expect(verdict(given, sign(given))).toBe("accepted");
  });

  it("a text stands for its UTF-8", () => {
    const text = '{"name":"Zoë ♥ 😀"}';
    expect(verdict(text, sign(Buffer.from(text, "utf8")))).toBe("accepted");
    expect(verdict(text, sign(Buffer.from(text, "latin1")))).toBe("signature-mismatch");
  });

  it("a text keeps its BOM", () => {
    expect(verdict(`\uFEFF${body}`, sign(Buffer.from(`\uFEFF${body}`)))).toBe("accepted");
    expect(verdict(`\uFEFF${body}`)).toBe("signature-mismatch");
  });

  it("a text with a lone surrogate stands for no bytes that anyone sent", () => {
    expect(verdict('{"a":"\uD800"}', sign(Buffer.from([0x7b, 0xed, 0xa0, 0x80, 0x7d])))).toBe(
      "signature-mismatch",
    );
  });
});

const withLimit = (given: BodyInput, maxBodyBytes?: number): string =>
  verdictOf(() =>
    verifyAcme(
      {
        headers: { "x-acme-signature": sign(new Uint8Array(Buffer.from(given as Uint8Array))) },
        body: given,
      },
      { secret, ...(maxBodyBytes !== undefined && { maxBodyBytes }) },
    ),
  );

describe("maxBodyBytes", () => {
  it("is the largest length that is accepted", () => {
    expect(withLimit(bytes, bytes.length)).toBe("accepted");
    expect(withLimit(bytes, bytes.length - 1)).toBe("body-too-large");
    expect(withLimit(new Uint8Array(0), 0)).toBe("accepted");
    expect(withLimit(bytes, 0)).toBe("body-too-large");
    expect(withLimit(bytes, Infinity)).toBe("accepted");
  });

  it("counts the bytes of a text, not its characters", () => {
    expect(withLimit("♥", 3)).toBe("accepted");
    expect(withLimit("♥", 2)).toBe("body-too-large");
  });

  it("refuses a text that is too long without encoding it", () => {
    const encode = vi.spyOn(TextEncoder.prototype, "encode");
    try {
      const text = "x".repeat(100);
      const delivery = { headers: { "x-acme-signature": signature }, body: text };
      expect(verdictOf(() => verifyAcme(delivery, { secret, maxBodyBytes: 99 }))).toBe("body-too-large");
      expect(encode).not.toHaveBeenCalledWith(text);
      expect(verdictOf(() => verifyAcme(delivery, { secret, maxBodyBytes: 100 }))).toBe("signature-mismatch");
      expect(encode).toHaveBeenCalledWith(text);
    } finally {
      encode.mockRestore();
    }
  });

  it("is 25 MiB by default", () => {
    expect(withLimit(new Uint8Array(25 * 1024 * 1024))).toBe("accepted");
    expect(withLimit(new Uint8Array(25 * 1024 * 1024 + 1))).toBe("body-too-large");
  });
});
