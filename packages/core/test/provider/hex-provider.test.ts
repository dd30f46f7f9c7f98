import { describe, expect, it } from "vitest";
import {
  createHexProvider,
  defineHexProvider,
  defineProvider,
  type ProviderDefinition,
  type SignatureScheme,
  type WebhookEvent,
} from "../../src/index.ts";
import { secret } from "../support/acme.ts";
import { hexScheme, slack, standardWebhooks } from "../support/schemes.ts";

const base: ProviderDefinition = {
  id: "acme",
  scheme: { ...hexScheme, prefix: "sha256=" },
  signOnlySchemes: [{ header: "x-acme-old", algorithm: "sha1", encoding: "hex" }],
  eventName: { field: "type" },
  eventId: { header: "x-acme-delivery" },
  events: { ping: () => true },
};
const full = defineProvider<WebhookEvent>(base);
const body = '{"type":"ping"}';
const genuine = full.sign(body, { secret, id: "d_1" });

describe.each([
  ["defineHexProvider", defineHexProvider<WebhookEvent>(base)],
  ["createHexProvider", createHexProvider<WebhookEvent>(base)],
])("%s", (_, hex) => {
  it("signs as defineProvider does, with every signature of the definition", () => {
    expect(Object.keys(genuine)).toEqual(expect.arrayContaining(["x-acme-signature", "x-acme-old"]));
    expect(hex.sign(body, { secret, id: "d_1" })).toEqual(genuine);
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
      const verdict = hex.safeVerify({ headers, body }, { secret: given });
      const expected = full.safeVerify({ headers, body }, { secret: given });
      expect(verdict).toEqual(expected);
    }
  });

  it("describes its events as defineProvider does", () => {
    const { id, events, eventName, eventId, storedHeaders } = full;
    expect(hex).toMatchObject({ id, events, eventName, eventId, storedHeaders });
  });
});

describe("createHexProvider", () => {
  it("takes no schema for a check, which every payload would pass", () => {
    const schema = Object.assign(() => ({}), {
      "~standard": { version: 1 as const, vendor: "x", validate: () => ({ issues: [] }) },
    });
    const provider = createHexProvider<WebhookEvent>({ ...base, events: { ping: schema } });
    expect(() => provider.verify({ headers: genuine, body }, { secret })).toThrow(
      new TypeError("the validator of ping must be a check."),
    );
  });

  it.each([
    { what: "a promise", check: () => Promise.resolve(true) },
    { what: "an object", check: () => ({ value: 1 }) },
    { what: "nothing", check: () => undefined },
  ])("refuses every payload for which a check gives $what", ({ check }) => {
    const events = { ping: check as unknown as () => boolean };
    const provider = createHexProvider<WebhookEvent>({ ...base, events });
    expect(provider.safeVerify({ headers: genuine, body }, { secret })).toMatchObject({
      ok: false,
      error: { code: "schema-mismatch" },
    });
  });
});

describe("defineHexProvider", () => {
  it.each<{ name: string; scheme: unknown }>([
    { name: "base64", scheme: { ...hexScheme, encoding: "base64" } },
    { name: "an id and a timestamp", scheme: standardWebhooks },
    { name: "a signed timestamp", scheme: slack },
    { name: "an unknown part", scheme: { ...hexScheme, prefx: "x" } },
    { name: "an unknown algorithm", scheme: { ...hexScheme, algorithm: "md5" } },
    { name: "a header in upper case", scheme: { ...hexScheme, header: "X-Acme-Signature" } },
    { name: "nothing", scheme: undefined },
  ])("throws a TypeError on a scheme with $name", ({ scheme }) => {
    const given = scheme as SignatureScheme;
    expect(() => defineHexProvider({ ...base, scheme: given })).toThrow(TypeError);
    expect(() => defineHexProvider({ ...base, signOnlySchemes: [given] })).toThrow(TypeError);
  });

  it("throws a TypeError on what defineProvider refuses otherwise", () => {
    const message = "a signature's header must not be read for anything else.";
    for (const define of [defineHexProvider, defineProvider]) {
      expect(() => define({ ...base, extraHeaders: ["x-acme-old"] })).toThrow(new TypeError(message));
      expect(() => define({ ...base, id: "A" })).toThrow(TypeError);
    }
  });
});
