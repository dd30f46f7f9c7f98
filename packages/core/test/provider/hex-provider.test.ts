import { describe, expect, it } from "vitest";
import {
  definePlainProvider,
  defineProvider,
  type ProviderDefinition,
  type SignatureScheme,
  type WebhookEvent,
} from "../../src/index.ts";
import { secret } from "../support/acme.ts";
import { plainHex, slack, standardWebhooks } from "../support/schemes.ts";

const base: ProviderDefinition = {
  id: "acme",
  scheme: { ...plainHex, prefix: "sha256=" },
  alsoSigns: [{ header: "x-acme-old", algorithm: "sha1", encoding: "hex" }],
  eventName: { field: "type" },
  eventId: { header: "x-acme-delivery" },
  events: { ping: () => true },
};
const plain = definePlainProvider<WebhookEvent>(base);
const full = defineProvider<WebhookEvent>(base);
const body = '{"type":"ping"}';
const genuine = full.sign(body, { secret, id: "d_1" });

describe("definePlainProvider", () => {
  it("signs as defineProvider does, with every signature of the definition", () => {
    expect(Object.keys(genuine)).toEqual(expect.arrayContaining(["x-acme-signature", "x-acme-old"]));
    expect(plain.sign(body, { secret, id: "d_1" })).toEqual(genuine);
  });

  it.each([
    { name: "a genuine delivery", change: {} },
    { name: "no signature", change: { "x-acme-signature": undefined } },
    { name: "a signature without its prefix", change: { "x-acme-signature": "0".repeat(64) } },
    { name: "upper case", change: { "x-acme-signature": genuine["x-acme-signature"]!.toUpperCase() } },
    { name: "another signature", change: { "x-acme-signature": `sha256=${"0".repeat(64)}` } },
    { name: "two signatures", change: { "X-Acme-Signature": genuine["x-acme-signature"] } },
  ])("judges $name as defineProvider does", ({ change }) => {
    const headers = { ...genuine, ...change };
    for (const given of [secret, ["another", secret]]) {
      const verdict = plain.safeVerify({ headers, body }, { secret: given });
      const expected = full.safeVerify({ headers, body }, { secret: given });
      expect(verdict).toEqual(expected);
    }
  });

  it.each<{ name: string; scheme: unknown }>([
    { name: "base64", scheme: { ...plainHex, encoding: "base64" } },
    { name: "an id and a timestamp", scheme: standardWebhooks },
    { name: "a signed timestamp", scheme: slack },
    { name: "an unknown part", scheme: { ...plainHex, prefx: "x" } },
    { name: "an unknown algorithm", scheme: { ...plainHex, algorithm: "md5" } },
    { name: "a header in upper case", scheme: { ...plainHex, header: "X-Acme-Signature" } },
    { name: "nothing", scheme: undefined },
  ])("throws a TypeError on a scheme with $name", ({ scheme }) => {
    const given = scheme as SignatureScheme;
    expect(() => definePlainProvider({ ...base, scheme: given })).toThrow(TypeError);
    expect(() => definePlainProvider({ ...base, alsoSigns: [given] })).toThrow(TypeError);
  });

  it("throws a TypeError on what defineProvider refuses otherwise", () => {
    const message = "a signature's header must not be read for anything else.";
    for (const define of [definePlainProvider, defineProvider]) {
      expect(() => define({ ...base, headers: ["x-acme-old"] })).toThrow(new TypeError(message));
      expect(() => define({ ...base, id: "A" })).toThrow(TypeError);
    }
  });
});
