import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from "vitest";
import { backend } from "#crypto";
import { defineSignature, type VerifyOptions } from "../../src/signature.ts";
import { sign } from "../support/acme.ts";
import { hexScheme } from "../support/schemes.ts";
import { verdictOf } from "../support/verdict.ts";

const body = "{}";
let prepareKey: MockInstance<typeof backend.prepareKey>;

beforeEach(() => {
  prepareKey = vi.spyOn(backend, "prepareKey");
});
afterEach(() => {
  prepareKey.mockRestore();
});

/** A scheme of its own for each test: caches belong to schemes. */
function receiver(key: string): (secret: VerifyOptions["secret"]) => string {
  const verify = defineSignature("acme", hexScheme);
  const headers = { "x-acme-signature": sign(body, key) };
  return (secret) => verdictOf(() => verify({ headers, body }, { secret }));
}

describe("a prepared key", () => {
  it("is made once per secret, however often it is used", () => {
    const verify = receiver("one");
    for (let round = 0; round < 5; round++) expect(verify("one")).toBe("accepted");
    expect(verify(["two", "one"])).toBe("accepted");
    expect(prepareKey).toHaveBeenCalledTimes(2);
  });

  it("of bytes is made each time, and once only: telling them by their content would cost as much", () => {
    for (const length of [3, 32, 65_536]) {
      const key = Buffer.alloc(length, "k");
      const verify = receiver(key.toString());
      prepareKey.mockClear();
      for (let round = 0; round < 3; round++) expect(verify(key)).toBe("accepted");
      const copy = new Uint8Array(key); // of its own: the caller's array may change
      expect(prepareKey.mock.calls.map(([, secret]) => secret)).toEqual([copy, copy, copy]);
    }
  });

  it("is not found for an array that was filled with another secret", () => {
    const verify = receiver("one");
    const reused = Buffer.from("one");
    expect(verify(reused)).toBe("accepted");
    reused.write("two");
    expect(verify(reused)).toBe("signature-mismatch");
    reused.write("one");
    expect(verify(reused)).toBe("accepted");
  });

  it("tells bytes apart by their leading zeros", () => {
    const verify = receiver("\u0000\u0001");
    expect(verify(Uint8Array.of(0, 1))).toBe("accepted");
    expect(verify(Uint8Array.of(1))).toBe("signature-mismatch");
    // HMAC pads a key with zeros, so these two are one key: by design of HMAC, not of the cache.
    expect(verify(Uint8Array.of(0, 1, 0))).toBe("accepted");
    expect(prepareKey).toHaveBeenCalledTimes(3);
  });

  it("of a text is never taken for bytes, whatever the text", () => {
    const bytes = Uint8Array.of(1, 2);
    for (const text of ["\0bytes:1,2", "bytes:1,2", "1,2", "0x10102", "65794", "0102"]) {
      const verify = receiver(text);
      expect(verify(bytes)).toBe("signature-mismatch");
      expect(verify(text)).toBe("accepted");
      const other = receiver("\u0001\u0002");
      expect(other(text)).toBe("signature-mismatch");
      expect(other(bytes)).toBe("accepted");
    }
  });

  it("is kept for 1024 secrets and no more, the oldest going first", () => {
    const verify = receiver("secret 0");
    expect(verify("secret 0")).toBe("accepted");
    for (let index = 1; index < 1024; index++) verify(`secret ${index}`);
    expect(prepareKey).toHaveBeenCalledTimes(1024);

    expect(verify("secret 0")).toBe("accepted"); // kept
    expect(prepareKey).toHaveBeenCalledTimes(1024);

    verify("one more");
    expect(prepareKey).toHaveBeenCalledTimes(1025);
    verify("secret 1");
    expect(prepareKey).toHaveBeenCalledTimes(1025); // kept still
    expect(verify("secret 0")).toBe("accepted"); // was dropped, and is made again
    expect(prepareKey).toHaveBeenCalledTimes(1026);
  });

  it("is not shared between schemes", () => {
    receiver("one")("one");
    receiver("one")("one");
    expect(prepareKey).toHaveBeenCalledTimes(2);
  });
});
