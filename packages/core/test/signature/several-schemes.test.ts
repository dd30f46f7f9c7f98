import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { toStored } from "../../src/inbox.ts";
import { ed25519 } from "../../src/ed25519.ts";
import {
  createProvider,
  defineHexProvider,
  defineProvider,
  everyPart,
  type ProviderDefinition,
  type SignatureScheme,
  type VerifyOptions,
  type WebhookEvent,
} from "../../src/index.ts";
import { pointerTo } from "../support/pointer.ts";
import { standardWebhooks } from "../support/schemes.ts";
import { refusalOf, verdictOf } from "../support/verdict.ts";

const v1a: SignatureScheme = {
  ...standardWebhooks,
  algorithm: ed25519,
  prefix: "v1a,",
  key: { encoding: "base64", prefix: "whpk_" },
  privateKey: { encoding: "base64", prefix: "whsk_" },
};

/** As GitLab: a signing token, and the plain token of before. */
const signedOrToken = {
  id: "acme",
  scheme: [standardWebhooks, { kind: "token", header: "x-acme-token" }],
  eventName: { field: "type" },
  eventId: { header: "webhook-id", isIdentity: true },
  events: { ping: () => true },
} satisfies ProviderDefinition;

/** As Standard Webhooks: an HMAC and a pair of keys, in one header. */
const bothVersions = { ...signedOrToken, scheme: [standardWebhooks, v1a] } satisfies ProviderDefinition;

// svix/svix-webhooks, server/svix-server/src/worker.rs, and the pair of all reference libraries.
const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const publicKey = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";
const v1Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
const v1aSignature =
  "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==";
const id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const body = '{"test": 2432232314}';
const now = (): Date => new Date(1_614_265_330_000);
const token = "glt-secret";

const headersOf = (signature: string): Record<string, string> => ({
  "webhook-id": id,
  "webhook-timestamp": "1614265330",
  "webhook-signature": signature,
});
const forge = (used: string | Buffer): string =>
  `v1,${createHmac("sha256", used).update(`${id}.1614265330.${body}`).digest("base64")}`;
const wrong = `v1,${btoa("x".repeat(32))}`;
const wrongPair = `v1a,${btoa("x".repeat(64))}`;

describe.each([
  ["defineProvider", (definition: ProviderDefinition) => defineProvider<WebhookEvent>(definition)],
  ["createProvider", (definition: ProviderDefinition) => createProvider<WebhookEvent>(definition, everyPart)],
])("by %s", (_, define) => {
  const gitlab = define(signedOrToken);
  const standard = define(bothVersions);

  const verdict = (provider: typeof gitlab, headers: unknown, given: unknown): string =>
    verdictOf(() =>
      provider.verifySignature({ headers, body } as never, { secret: given, now } as VerifyOptions),
    );

  describe("a signature and a token", () => {
    const signed = headersOf(v1Signature);
    const sentToken = { "x-acme-token": token };
    const named = [secret, { token }];

    it.each<{ name: string; headers: object; given: unknown; code: string }>([
      { name: "the signature", headers: signed, given: secret, code: "accepted" },
      { name: "the token", headers: sentToken, given: token, code: "accepted" },
      { name: "the token, named", headers: sentToken, given: { token }, code: "accepted" },
      { name: "both, with both set", headers: { ...signed, ...sentToken }, given: named, code: "accepted" },
      { name: "the token alone, with both set", headers: sentToken, given: named, code: "accepted" },
      {
        name: "the signature and a wrong token, with both set",
        headers: { ...signed, "x-acme-token": "guess" },
        given: named,
        code: "accepted",
      },
      // Downgrades: what is configured decides, never what came.
      {
        name: "the token alone, with the key set",
        headers: sentToken,
        given: secret,
        code: "missing-signature",
      },
      {
        name: "the token and a wrong signature, with the key set",
        headers: { ...headersOf(wrong), ...sentToken },
        given: secret,
        code: "signature-mismatch",
      },
      {
        name: "the token and a wrong signature, with both set",
        headers: { ...headersOf(wrong), ...sentToken },
        given: named,
        code: "signature-mismatch",
      },
      {
        name: "the token and an empty signature, with both set",
        headers: { ...headersOf(""), ...sentToken },
        given: named,
        code: "malformed-signature",
      },
      {
        name: "the token and two signatures, with both set",
        headers: { ...headersOf(v1Signature), "Webhook-Signature": v1Signature, ...sentToken },
        given: named,
        code: "malformed-signature",
      },
      {
        name: "the token and a signature without its id, with both set",
        headers: { ...headersOf(v1Signature), "webhook-id": undefined, ...sentToken },
        given: named,
        code: "missing-signature",
      },
      { name: "the signature, with the token set", headers: signed, given: token, code: "missing-signature" },
      {
        name: "the signature and a wrong token, with the token set",
        headers: { ...signed, "x-acme-token": "guess" },
        given: token,
        code: "signature-mismatch",
      },
      { name: "neither", headers: {}, given: named, code: "missing-signature" },
      {
        name: "the signing key as its token",
        headers: { "x-acme-token": secret },
        given: secret,
        code: "missing-signature",
      },
      {
        name: "the signing key as its token, with both set",
        headers: { "x-acme-token": secret },
        given: named,
        code: "signature-mismatch",
      },
    ])("$name -> $code", ({ headers, given, code }) => {
      expect(verdict(gitlab, headers, given)).toBe(code);
    });

    it("says which header is missing, and what came in its place", () => {
      const error = refusalOf(() =>
        gitlab.verify({ headers: { "x-acme-token": token }, body }, { secret, now }),
      );
      expect(error.message).toBe(
        `acme: there is no webhook-signature header, only x-acme-token, which the configured secret is not for.${pointerTo("missing-signature")}`,
      );
    });

    it.each<{ name: string; given: unknown }>([
      { name: "a key and a text that is not named as the token", given: [secret, token] },
      { name: "the same the other way round", given: [token, secret] },
      { name: "a key in quotes", given: `"${secret}"` },
      { name: "a key with a space before it", given: ` ${secret}` },
      { name: "a key that is no base64", given: "whsec_!!!!" },
      { name: "bytes, which say nothing", given: new TextEncoder().encode(token) },
      { name: "an empty token", given: { token: "" } },
      { name: "an empty text", given: "" },
    ])("$name is a TypeError, whatever came", ({ given }) => {
      expect(() => verdict(gitlab, signed, given)).toThrow(TypeError);
      expect(() => verdict(gitlab, {}, given)).toThrow(TypeError);
    });

    it("says so before it looks at the body", () => {
      expect(() =>
        gitlab.verify({ headers: {}, body: {} as never }, { secret: [secret, token], now }),
      ).toThrow("Say { token } if you want both.");
    });

    it("counts the secrets of the whole list", () => {
      const given = [
        "whsec_c2Vjb25kYXJ5LWtleS1mb3ItdGVzdHMtMDEyMzQ1Njc=",
        { token: "old" },
        secret,
        { token },
      ];
      const index = (headers: Record<string, string>, text: string): number =>
        gitlab.verify({ headers, body: text }, { secret: given, now }).secretIndex;
      const named2 = '{"type":"ping"}';
      const headers = gitlab.sign(named2, { secret, id, timestamp: now() });
      expect(index(headers, named2)).toBe(2);
      expect(index(sentToken, named2)).toBe(3);
    });

    it("takes an id for signed only where it is", () => {
      const text = '{"type":"ping"}';
      const headers = gitlab.sign(text, { secret, id, timestamp: now() });
      const event = gitlab.verify({ headers, body: text }, { secret: named, now });
      expect(event).toMatchObject({ id, dedupeKey: id, dedupe: { kind: "identity" } });
      const claimed = { headers: { "x-acme-token": token, "webhook-id": id }, body: text };
      const byToken = gitlab.verify(claimed, { secret: { token }, now });
      expect(byToken).toMatchObject({ id: undefined, dedupe: { kind: "digest" } });
      expect(JSON.stringify(toStored(byToken, claimed))).not.toContain(token);
    });

    it("signs as the secret says", () => {
      expect(gitlab.sign(body, { secret: token })).toMatchObject({ "x-acme-token": token });
      const headers = gitlab.sign(body, { secret, id, timestamp: now() });
      expect(headers).toMatchObject(headersOf(v1Signature));
      expect(headers).not.toHaveProperty("x-acme-token");
    });
  });

  describe("two versions in one header", () => {
    const both = [secret, publicKey];

    it.each<{ name: string; value: string; given: unknown; code: string }>([
      { name: "v1, by its key", value: v1Signature, given: secret, code: "accepted" },
      { name: "v1a, by its key", value: v1aSignature, given: publicKey, code: "accepted" },
      { name: "v1, by both", value: v1Signature, given: both, code: "accepted" },
      { name: "v1a, by both", value: v1aSignature, given: both, code: "accepted" },
      { name: "both, by both", value: `${v1Signature} ${v1aSignature}`, given: both, code: "accepted" },
      { name: "a wrong v1 beside v1a", value: `${wrong} ${v1aSignature}`, given: both, code: "accepted" },
      { name: "a wrong v1a beside v1", value: `${v1Signature} ${wrongPair}`, given: both, code: "accepted" },
      { name: "both wrong", value: `${wrong} ${wrongPair}`, given: both, code: "signature-mismatch" },
      { name: "a wrong v1", value: wrong, given: both, code: "signature-mismatch" },
      { name: "neither version", value: "v2,AAAA", given: both, code: "malformed-signature" },
      { name: "v1, with v1a's key alone", value: v1Signature, given: publicKey, code: "malformed-signature" },
      { name: "v1a, with v1's key alone", value: v1aSignature, given: secret, code: "malformed-signature" },
    ])("$name -> $code", ({ value, given, code }) => {
      expect(verdict(standard, headersOf(value), given)).toBe(code);
    });

    it("never takes a public key for one of an HMAC", () => {
      const key = Buffer.from(publicKey.slice(5), "base64");
      for (const used of [key, publicKey, publicKey.slice(5)]) {
        expect(verdict(standard, headersOf(forge(used)), publicKey)).toBe("malformed-signature");
        expect(verdict(standard, headersOf(forge(used)), both)).toBe("signature-mismatch");
      }
      expect(() => verdict(standard, headersOf(forge(key)), new Uint8Array(key))).toThrow(TypeError);
    });

    it.each([
      { name: "no prefix", given: secret.slice(6) },
      { name: "{ token }", given: { token } },
      { name: "the private key", given: `whsk_${btoa("k".repeat(32))}` },
    ])("a secret with $name is a TypeError", ({ given }) => {
      expect(() => verdict(standard, headersOf(v1Signature), given)).toThrow(TypeError);
    });

    it("is stale by the one that matches", () => {
      const options = { secret: both, now: () => new Date(1_614_265_999_000) };
      const delivery = { headers: headersOf(`${wrong} ${v1aSignature}`), body };
      expect(verdictOf(() => standard.verifySignature(delivery, options))).toBe("stale-timestamp");
    });

    it("signs with the private key what the public one verifies", () => {
      expect(standard.sign(body, { secret, id, timestamp: now() })["webhook-signature"]).toBe(v1Signature);
      expect(() => standard.sign(body, { secret: publicKey })).toThrow(TypeError);
      const privateKey = `whsk_${Buffer.from("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "hex").toString("base64")}`;
      const headers = standard.sign(body, { secret: privateKey, id, timestamp: now() });
      const own = `whpk_${Buffer.from("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "hex").toString("base64")}`;
      expect(verdict(standard, headers, own)).toBe("accepted");
    });
  });

  it("lists its schemes, and the first as the one", () => {
    expect(gitlab.schemes).toHaveLength(2);
    expect(gitlab.scheme).toBe(gitlab.schemes[0]);
  });
});

it.each<{ name: string; scheme: unknown }>([
  { name: "none", scheme: [] },
  {
    name: "two tokens",
    scheme: [
      { kind: "token", header: "a" },
      { kind: "token", header: "b" },
    ],
  },
  { name: "a key without a prefix", scheme: [{ ...standardWebhooks, key: { encoding: "base64" } }, v1a] },
  { name: "two keys of one prefix", scheme: [standardWebhooks, { ...v1a, key: standardWebhooks.key }] },
  {
    name: "a prefix that begins another",
    scheme: [standardWebhooks, { ...v1a, key: { encoding: "base64", prefix: "whsec_pk_" } }],
  },
  {
    name: "a token in a signature's header",
    scheme: [standardWebhooks, { kind: "token", header: "webhook-signature" }],
  },
])("schemes with $name are a TypeError", ({ scheme }) => {
  expect(() => defineProvider({ ...signedOrToken, eventId: { field: "id" }, scheme } as never)).toThrow(
    TypeError,
  );
});

it("defineHexProvider takes one alone", () => {
  const hex = { header: "x-acme-signature", algorithm: "sha256", encoding: "hex" } as const;
  const definition = { ...signedOrToken, eventId: { field: "id" }, scheme: [hex, hex] } as const;
  expect(() => defineHexProvider(definition)).toThrow(TypeError);
});
