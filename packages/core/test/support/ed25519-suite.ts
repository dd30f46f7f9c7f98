import { ed25519 as noble } from "@noble/curves/ed25519.js";
import { generateKeyPairSync, sign as signByNode, createPrivateKey } from "node:crypto";
import { describe, expect, it } from "vitest";
import { engine } from "#ed25519";
import { ed25519 } from "../../src/ed25519.ts";
import { defineProvider, type ProviderDefinition, type SignatureScheme } from "../../src/index.ts";
import { disputed, rfc8032 } from "./ed25519-vectors.ts";
import { verdictOf } from "./verdict.ts";

const hexKeys: SignatureScheme = {
  header: "x-acme-signature",
  algorithm: ed25519,
  encoding: "hex",
  key: { encoding: "hex" },
};

/** @see the facts of Standard Webhooks: v1a over id, time and body */
const v1a: SignatureScheme = {
  header: "webhook-signature",
  algorithm: ed25519,
  encoding: "base64",
  prefix: "v1a,",
  separator: " ",
  id: { header: "webhook-id" },
  timestamp: { header: "webhook-timestamp" },
  signs: ["id", { text: "." }, "timestamp", { text: "." }, "body"],
  key: { encoding: "base64", prefix: "whpk_" },
  privateKey: { encoding: "base64", prefix: "whsk_" },
};

const definition = {
  id: "acme",
  scheme: hexKeys,
  eventName: { field: "type" },
  events: {},
} satisfies ProviderDefinition;
const acme = defineProvider(definition);
const standard = defineProvider({ ...definition, scheme: v1a });

// svix/svix-webhooks, server/svix-server/src/worker.rs, MIT (checked 2026-11-21).
const svix = {
  secret: "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=",
  headers: {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature":
      "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==",
  },
  body: '{"test": 2432232314}',
};
const now = (): Date => new Date(1_614_265_330_000);
const signature = svix.headers["webhook-signature"];

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, "hex"));
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const littleEndian = (value: bigint): string =>
  hexOf(bytesOf(value.toString(16).padStart(64, "0")).toReversed());
const FIELD = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

function verdict(body: Uint8Array, hex: string, secret: string | readonly string[] | Uint8Array): string {
  const delivery = { headers: { "x-acme-signature": hex }, body };
  return verdictOf(() => acme.verifySignature(delivery, { secret }));
}

function standardVerdict(value: string, secret: string | readonly string[] = svix.secret): string {
  const headers = { ...svix.headers, "webhook-signature": value };
  return verdictOf(() => standard.verifySignature({ headers, body: svix.body }, { secret, now }));
}

/** The eight points of small order, and every other way to write one of them. */
function smallOrderTexts(): readonly string[] {
  const { Point } = noble;
  const torsion = Point.fromHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");
  const points = Array.from({ length: 8 }, (_, index) => torsion.multiplyUnsafe(BigInt(index)));
  return points.flatMap((point) => {
    const { y } = point.toAffine();
    const texts = [y, y + FIELD].filter((one) => one < 2n ** 255n).map((one) => littleEndian(one));
    return texts.flatMap((text) => [
      text,
      littleEndian(BigInt(`0x${hexOf(bytesOf(text).toReversed())}`) + 2n ** 255n),
    ]);
  });
}

/** Runs on each engine: the two must give the same verdicts. */
export function ed25519Suite(engineName: string): void {
  it("runs on the engine that it names", () => {
    expect(engine.name).toBe(engineName);
  });

  describe.each(rfc8032)("$name", ({ seed, publicKey, message, signature: expected }) => {
    const body = bytesOf(message);

    it("verifies, with the key in text and in bytes", () => {
      expect(verdict(body, expected, publicKey)).toBe("accepted");
      expect(verdict(body, expected, bytesOf(publicKey))).toBe("accepted");
      expect(verdict(body, expected, [rfc8032[0]!.publicKey, publicKey])).toBe("accepted");
    });

    it("is what sign makes, of a seed and of a seed with its public key", () => {
      for (const secret of [seed, seed + publicKey, bytesOf(seed)]) {
        expect(acme.sign(body, { secret })["x-acme-signature"]).toBe(expected);
      }
    });

    it("is refused with one bit flipped anywhere", () => {
      for (let index = 0; index < 64; index++) {
        const changed = bytesOf(expected);
        changed[index]! ^= 1 << (index % 8);
        expect(verdict(body, hexOf(changed), publicKey)).toBe("signature-mismatch");
      }
    });

    it("is refused for another body, and another key", () => {
      expect(verdict(bytesOf(`${message}00`), expected, publicKey)).toBe("signature-mismatch");
      const { publicKey: other } = rfc8032.find((one) => one.publicKey !== publicKey)!;
      expect(verdict(body, expected, other)).toBe("signature-mismatch");
    });

    it("is refused with the order added to its second half", () => {
      const scalar = BigInt(`0x${hexOf(bytesOf(expected.slice(64)).toReversed())}`);
      const malleated = expected.slice(0, 64) + littleEndian(scalar + ORDER);
      expect(verdict(body, malleated, publicKey)).toBe("signature-mismatch");
    });
  });

  it.each(disputed)(
    "a disputed case: $name -> $verdict",
    ({ message, publicKey, signature: given, verdict: said }) => {
      expect(verdictOrTypeError(() => verdict(bytesOf(message), given, publicKey))).toBe(said);
    },
  );

  describe("a public key", () => {
    it("of small order is a TypeError, in each of its forms", () => {
      const texts = smallOrderTexts();
      expect(new Set(texts).size).toBeGreaterThanOrEqual(10);
      for (const text of texts)
        expect(() => verdict(new Uint8Array(), "00".repeat(64), text)).toThrow(TypeError);
    });

    it.each([
      { name: "no point of the curve", key: littleEndian(2n) },
      { name: "not below the field's prime", key: littleEndian(FIELD + 3n) },
      { name: "all ones", key: "ff".repeat(32) },
      { name: "one byte short", key: rfc8032[0]!.publicKey.slice(2) },
      { name: "one byte long", key: `${rfc8032[0]!.publicKey}00` },
      { name: "with its seed before it", key: rfc8032[0]!.seed + rfc8032[0]!.publicKey },
      { name: "in upper case", key: rfc8032[0]!.publicKey.toUpperCase() },
    ])("that is $name is a TypeError", ({ key }) => {
      expect(() => verdict(new Uint8Array(), "00".repeat(64), key)).toThrow(TypeError);
    });

    it("is a TypeError in bytes likewise, and no secret is in the message", () => {
      const key = bytesOf(littleEndian(2n));
      expect(() => verdict(new Uint8Array(), "00".repeat(64), key)).toThrow(
        /^secret is no point of the curve: it was cut off or changed\. It must be an ed25519 public key\.$/,
      );
    });

    it("agrees with noble on which numbers are points", () => {
      for (let y = 2n; y < 60n; y++) {
        const text = littleEndian(y);
        const isPoint = verdictOfCall(() => noble.Point.fromHex(text)) === "ok";
        const isKey = verdictOfCall(() => void verdict(new Uint8Array(), "11".repeat(64), text)) === "ok";
        expect([y, isKey]).toEqual([y, isPoint]);
      }
    });
  });

  describe("a private key", () => {
    const [{ seed, publicKey }] = rfc8032 as [(typeof rfc8032)[0]];

    it.each([
      { name: "one byte short", secret: seed.slice(2) },
      { name: "with another public key behind it", secret: seed + rfc8032[1]!.publicKey },
      { name: "one byte longer than a pair", secret: `${seed}${publicKey}00` },
      { name: "an empty text", secret: "" },
      { name: "{ token }", secret: { token: seed } },
    ])("that is $name is a TypeError", ({ secret }) => {
      expect(() => acme.sign("{}", { secret })).toThrow(TypeError);
    });

    it("never verifies: it is a TypeError that says which one to pass", () => {
      const secret = `whsk_${Buffer.from(seed, "hex").toString("base64")}`;
      expect(() => standardVerdict(signature, secret)).toThrow(
        "secret is the private key, which only the sender has: pass the public one.",
      );
    });

    it("is what signs, and the public one a TypeError", () => {
      expect(() => standard.sign("{}", { secret: svix.secret })).toThrow(TypeError);
    });
  });

  describe("v1a of Standard Webhooks", () => {
    it("verifies the published delivery", () => {
      expect(standardVerdict(signature)).toBe("accepted");
    });

    const other = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const text = Buffer.from(`msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.${svix.body}`);
    const ecdsa = (dsaEncoding: "der" | "ieee-p1363"): string =>
      `v1a,${signByNode("sha256", text, { key: other.privateKey, dsaEncoding }).toString("base64")}`;

    it.each([
      { name: "another version", value: signature.replace("v1a,", "v1b,"), code: "malformed-signature" },
      { name: "v1's prefix", value: signature.replace("v1a,", "v1,"), code: "malformed-signature" },
      { name: "no padding", value: signature.replace(/=+$/, ""), code: "malformed-signature" },
      { name: "the URL's alphabet", value: signature.replaceAll("/", "_"), code: "malformed-signature" },
      { name: "one byte short", value: `v1a,${btoa("x".repeat(63))}`, code: "malformed-signature" },
      { name: "empty", value: "", code: "malformed-signature" },
      { name: "ECDSA of P-256 in DER", value: ecdsa("der"), code: "malformed-signature" },
      { name: "ECDSA of P-256, both halves", value: ecdsa("ieee-p1363"), code: "signature-mismatch" },
      { name: "one that is not, beside it", value: `v1a,AAAA ${signature}`, code: "accepted" },
      { name: "an HMAC beside it", value: `v1,${btoa("x".repeat(32))} ${signature}`, code: "accepted" },
      { name: "the same three times", value: `${signature} ${signature} ${signature}`, code: "accepted" },
      {
        name: "four, each of which costs a hash",
        value: `${signature} ${signature} ${signature} ${signature}`,
        code: "malformed-signature",
      },
      { name: "twice, joined", value: `${signature}, ${signature}`, code: "malformed-signature" },
    ])("with $name -> $code", ({ value, code }) => {
      expect(standardVerdict(value)).toBe(code);
    });

    it("verifies during a rotation, by either key", () => {
      const seed = bytesOf(rfc8032[0]!.seed);
      const publicKey = `whpk_${Buffer.from(rfc8032[0]!.publicKey, "hex").toString("base64")}`;
      const pkcs8 = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
      const key = createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
      const both = `v1a,${signByNode(null, text, key).toString("base64")} ${signature}`;
      for (const secret of [publicKey, svix.secret, [publicKey, svix.secret]]) {
        expect(standardVerdict(both, secret)).toBe("accepted");
      }
    });

    it("signs what it verifies", () => {
      const secret = `whsk_${Buffer.from(rfc8032[0]!.seed, "hex").toString("base64")}`;
      const publicKey = `whpk_${Buffer.from(rfc8032[0]!.publicKey, "hex").toString("base64")}`;
      const headers = standard.sign(svix.body, { secret, id: "msg_1", timestamp: now() });
      const delivery = { headers, body: svix.body };
      expect(verdictOf(() => standard.verifySignature(delivery, { secret: publicKey, now }))).toBe(
        "accepted",
      );
    });

    it("refuses a genuine one that is old", () => {
      const { headers, body, secret } = svix;
      expect(
        verdictOf(() =>
          standard.verifySignature({ headers, body }, { secret, now: () => new Date(1_614_265_631_000) }),
        ),
      ).toBe("stale-timestamp");
    });
  });

  it.each<{ name: string; change: object }>([
    { name: "no key", change: { key: undefined } },
    { name: "a private key of no form", change: { privateKey: { encoding: "text" } } },
    { name: "a private key of an HMAC", change: { algorithm: "sha256", privateKey: { encoding: "hex" } } },
    { name: "something else by its name", change: { algorithm: { name: "ed25519", byteLength: 64 } } },
  ])("a scheme with $name is a TypeError", ({ change }) => {
    expect(() => defineProvider({ ...definition, scheme: { ...hexKeys, ...change } })).toThrow(TypeError);
  });
}

function verdictOfCall(call: () => unknown): string {
  try {
    call();
    return "ok";
  } catch {
    return "throws";
  }
}

function verdictOrTypeError(run: () => string): string {
  try {
    return run();
  } catch (error) {
    return (error as Error).name;
  }
}
