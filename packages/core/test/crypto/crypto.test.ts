import * as crypto from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sha256 } from "../../src/crypto/algorithms.ts";
import { portable } from "../../src/crypto/portable.ts";
import { backends, hmacHex } from "../support/backends.ts";
import { rfc2202, rfc4231 } from "../support/rfc-vectors.ts";

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, "hex"));

describe.each(backends)("the back end on $name", ({ backend, sha256Hex, algorithms }) => {
  it.each([...rfc4231, ...rfc2202])("computes $name", (vector) => {
    let checked = 0;
    for (const name of ["sha1", "sha256", "sha512"] as const) {
      if (vector[name] === undefined) continue;
      const algorithm = algorithms[name];
      expect(hmacHex(backend, algorithm, bytes(vector.key), "", bytes(vector.data))).toBe(vector[name]);
      checked++;
    }
    expect(checked).toBeGreaterThan(0);
  });

  it("hashes the text before the body as UTF-8, in front of it", () => {
    const body = new TextEncoder().encode("body");
    const key = bytes("00112233");
    const whole = hmacHex(backend, sha256, key, "", new TextEncoder().encode("v0:é:body"));
    expect(hmacHex(backend, sha256, key, "v0:é:", body)).toBe(whole);
  });

  it("uses a prepared key any number of times", () => {
    const key = backend.prepareKey(sha256, bytes("0b".repeat(20)));
    const first = new Uint8Array(32);
    const second = new Uint8Array(32);
    const data = new TextEncoder().encode("Hi There");
    backend.hmac(first, sha256, key, "", data);
    backend.hmac(second, sha256, key, "", new Uint8Array(3));
    backend.hmac(second, sha256, key, "", data);
    expect(second).toEqual(first);
  });

  it("keeps a prepared key when the caller overwrites the secret's bytes", () => {
    const secret = bytes("0b".repeat(20));
    const key = backend.prepareKey(sha256, secret);
    secret.fill(0);
    const actual = new Uint8Array(32);
    backend.hmac(actual, sha256, key, "", new TextEncoder().encode("Hi There"));
    expect(Buffer.from(actual).toString("hex")).toBe(rfc4231[0]!.sha256);
  });

  it("tells arrays apart by every one of their bits", () => {
    const left = crypto.createHash("sha256").update("left").digest();
    expect(backend.equal(left, Uint8Array.from(left))).toBe(true);
    for (let bit = 0; bit < left.length * 8; bit++) {
      const right = Uint8Array.from(left);
      right[bit >> 3]! ^= 1 << (bit & 7);
      expect(backend.equal(left, right)).toBe(false);
    }
  });

  it("gives the SHA-256 of bytes as lower-case hex", () => {
    // The example of FIPS 180-4: "abc".
    expect(sha256Hex(new TextEncoder().encode("abc"))).toBe(
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
  });
});

describe("the two back ends", () => {
  // Lengths around the block sizes (64 for SHA-1 and SHA-256, 128 for SHA-512) and around the length field within a block.
  const interesting = [
    0, 1, 55, 56, 57, 63, 64, 65, 111, 112, 113, 127, 128, 129, 191, 192, 193, 255, 256, 257,
  ];
  const blob = fc.oneof(
    fc
      .constantFrom(...interesting)
      .chain((length) => fc.uint8Array({ minLength: length, maxLength: length })),
    fc.uint8Array({ maxLength: 3000 }),
  );

  it.each(["sha1", "sha256", "sha512"] as const)("agree on every %s", (name) => {
    const [node, noble] = backends;
    fc.assert(
      fc.property(
        blob.filter((key) => key.length > 0),
        fc.string(),
        blob,
        fc.nat(70),
        (key, before, body, offset) => {
          // A view into a larger buffer, as servers cut bodies out of their pools.
          const pool = new Uint8Array(offset + body.length + 9).fill(0xaa);
          pool.set(body, offset);
          const view = pool.subarray(offset, offset + body.length);
          const expected = crypto.createHmac(name, key).update(before, "utf8").update(body).digest("hex");
          expect(hmacHex(node.backend, node.algorithms[name], key, before, view)).toBe(expected);
          expect(hmacHex(noble.backend, noble.algorithms[name], key, before, view)).toBe(expected);
        },
      ),
      { numRuns: 300, seed: 82 },
    );
  });

  it("agree on the SHA-256 of any bytes", () => {
    const [node, noble] = backends;
    fc.assert(
      fc.property(blob, (body) => {
        expect(noble.sha256Hex(body)).toBe(node.sha256Hex(body));
      }),
      { numRuns: 200, seed: 104 },
    );
  });

  it("agree for every length up to three blocks", () => {
    const [node, noble] = backends;
    const data = Uint8Array.from({ length: 400 }, (_, index) => (index * 7) & 255);
    const key = bytes("0b".repeat(20));
    for (let length = 0; length <= 400; length++) {
      for (const name of ["sha1", "sha256", "sha512"] as const) {
        const body = data.subarray(0, length);
        expect(hmacHex(noble.backend, noble.algorithms[name], key, "", body)).toBe(
          hmacHex(node.backend, node.algorithms[name], key, "", body),
        );
      }
    }
  });
});

it("the portable back end tells arrays of different lengths apart, whatever they hold", () => {
  const digest = crypto.createHash("sha256").update("left").digest();
  const short = digest.subarray(0, 31);
  const padded = Uint8Array.of(...digest, 0);
  for (const other of [short, padded, new Uint8Array(0)]) {
    expect(portable.equal(digest, other)).toBe(false);
    expect(portable.equal(other, digest)).toBe(false);
  }
});

it("the portable back end refuses Node's SHA-512 rather than hash with something else", () => {
  const nodeAlgorithm = backends[0].algorithms.sha512;
  expect(() => portable.prepareKey(nodeAlgorithm, bytes("0b"))).toThrow(TypeError);
});
