import { describe, expect, it } from "vitest";
import {
  createSignatureProvider,
  defineHandshake,
  defineHexProvider,
  defineProvider,
  hex,
  oneSignature,
  type Handshake,
  type ProviderDefinition,
  type WebhookEvent,
} from "../../src/index.ts";
import { explain } from "../../src/explain.ts";

// Statsig sends this when a URL is saved: getsentry/sentry, endpoints/hooks.py (checked 2026-11-21).
const template: Handshake = {
  body: { data: { event: "url_verification", verification_code: null } },
  response: { verification_code: null },
};
const definition = {
  id: "acme",
  scheme: { header: "x-acme-signature", algorithm: "sha256", encoding: "hex" },
  eventName: { field: "type" },
  events: {},
  handshake: defineHandshake(template),
} satisfies ProviderDefinition;
const bodyOf = (code: unknown): string =>
  JSON.stringify({ data: { event: "url_verification", verification_code: code } });

describe.each([
  ["defineProvider", defineProvider<WebhookEvent>(definition)],
  [
    "createSignatureProvider",
    createSignatureProvider<WebhookEvent>(definition, { hex, signatures: oneSignature }),
  ],
])("the handshake of a provider by %s", (_, acme) => {
  const respond = (body: unknown, headers: unknown = {}): unknown =>
    acme.handshake!({ headers, body } as never);

  it.each<{ name: string; body: unknown }>([
    { name: "text", body: bodyOf("abc123") },
    { name: "bytes", body: new TextEncoder().encode(bodyOf("abc123")) },
    { name: "white space", body: JSON.stringify(JSON.parse(bodyOf("abc123")), null, 2) },
    {
      name: "keys in another order",
      body: '{"data":{"verification_code":"abc123","event":"url_verification"}}',
    },
  ])("responds to it in $name", ({ body }) => {
    expect(respond(body)).toEqual({
      status: 200,
      headers: { "content-type": "application/json" },
      body: '{"verification_code":"abc123"}',
    });
  });

  it("sends back at most 256 letters, digits, hyphens and underscores", () => {
    expect(respond(bodyOf("a-Z_0".padEnd(256, "x")))).toMatchObject({ status: 200 });
    expect(respond(bodyOf("x".repeat(257)))).toBeUndefined();
  });

  it.each<{ name: string; body: unknown }>([
    { name: "a key more", body: bodyOf("a").replace("{", '{"x":1,') },
    { name: "a key more within", body: bodyOf("a").replace('"event"', '"x":1,"event"') },
    { name: "a __proto__ more", body: bodyOf("a").replace("{", '{"__proto__":{},') },
    { name: "a key less", body: '{"data":{"verification_code":"a"}}' },
    { name: "an inherited key", body: '{"data":{"toString":"a","verification_code":"a"}}' },
    { name: "another event", body: bodyOf("a").replace("url_v", "url-v") },
    { name: "the same in a list", body: `[${bodyOf("a")}]` },
    { name: "data in a list", body: '{"data":[{"event":"url_verification","verification_code":"a"}]}' },
    { name: "a code that is a number", body: bodyOf(1) },
    { name: "a code that is null", body: bodyOf(null) },
    { name: "a code that is an object", body: bodyOf({ a: 1 }) },
    { name: "an empty code", body: bodyOf("") },
    { name: "markup", body: bodyOf("<script>") },
    { name: "a line break", body: bodyOf("a\n") },
    { name: "a quote", body: bodyOf('a"b') },
    { name: "letters beyond ASCII", body: bodyOf("ä") },
    { name: "1025 bytes", body: bodyOf("a").padEnd(1025) },
    { name: "a parsed body", body: JSON.parse(bodyOf("a")) },
    { name: "no JSON", body: bodyOf("a").slice(1) },
    { name: "no UTF-8", body: Uint8Array.of(0xff) },
    { name: "nothing", body: "" },
    { name: "no body", body: undefined },
  ])("is undefined for $name", ({ body }) => {
    expect(respond(body)).toBeUndefined();
  });

  it("takes 1024 bytes", () => {
    expect(respond(bodyOf("a").padEnd(1024))).toMatchObject({ status: 200 });
  });

  it.each([
    { "x-acme-signature": "0".repeat(64) },
    { "X-Acme-Signature": "" },
    { "x-acme-signature": ["a", "b"] },
    new Headers({ "x-acme-signature": "x" }),
  ])("is undefined for what came with a signature, whatever that is: %o", (headers) => {
    expect(respond(bodyOf("a"), headers)).toBeUndefined();
  });

  it("is no way around the signature", () => {
    const delivery = { headers: {}, body: bodyOf("a") };
    const result = acme.safeVerify(delivery, { secret: "secret" });
    expect(!result.ok && result.error.code).toBe("missing-signature");
    expect(explain(acme, delivery, { secret: "secret" }).causes[0]).toMatchObject({
      id: "handshake",
      certainty: "likely",
    });
  });

  it("is a TypeError for misuse", () => {
    expect(() => respond(Promise.resolve(bodyOf("a")))).toThrow(TypeError);
    expect(() => respond(bodyOf("a"), undefined)).not.toThrow();
    expect(() => respond(bodyOf("a"), 42)).toThrow(TypeError);
    expect(() => acme.handshake!(undefined as never)).toThrow(TypeError);
  });
});

it("responds with all of its template", () => {
  const body = { kind: "check", inner: { deep: "x" }, code: null };
  const acme = defineProvider({
    ...definition,
    handshake: defineHandshake({ body, response: { ok: "yes", data: { code: null } } }),
  });
  const sent = '{"kind":"check","inner":{"deep":"x"},"code":"c-1"}';
  expect(acme.handshake!({ headers: {}, body: sent })?.body).toBe('{"ok":"yes","data":{"code":"c-1"}}');
  const other = sent.replace('"x"', '"y"');
  expect(acme.handshake!({ headers: {}, body: other })).toBeUndefined();
});

it.each<{ name: string; given: unknown }>([
  { name: "nothing", given: undefined },
  { name: "no response", given: { body: template.body } },
  { name: "no place", given: { ...template, body: { a: "b" } } },
  { name: "two places", given: { ...template, body: { a: null, b: { c: null } } } },
  { name: "a number", given: { ...template, body: { a: 1, b: null } } },
  { name: "an option more", given: { ...template, status: 204 } },
])("defineHandshake throws a TypeError for $name", ({ given }) => {
  expect(() => defineHandshake(given as Handshake)).toThrow(TypeError);
});

describe("methods", () => {
  it("are what the definition says, and absent where it does not", () => {
    const { handshake: _, ...others } = definition;
    const put = defineProvider<WebhookEvent>({ ...others, methods: ["POST", "PUT"] });
    expect(put.methods).toEqual(["POST", "PUT"]);
    expect(defineProvider<WebhookEvent>(others)).not.toHaveProperty("methods");
    expect(defineProvider<WebhookEvent>(others)).not.toHaveProperty("handshake");
  });

  it.each([[], ["put"], "PUT", [1]])("in another form are a TypeError: %o", (methods) => {
    expect(() => defineProvider({ ...definition, methods } as never)).toThrow(TypeError);
  });

  it("and handshakes are not for hex providers, which would not have them", () => {
    const { handshake, ...others } = definition;
    expect(() => defineHexProvider({ ...others, methods: ["PUT"] })).toThrow(TypeError);
    expect(() => defineHexProvider({ ...others, handshake })).toThrow(TypeError);
  });
});

describe("a delivery without a body", () => {
  const { handshake: _, ...others } = definition;
  const names: unknown[] = [];
  const acme = defineProvider<WebhookEvent>({
    ...others,
    eventName: (payload) => {
      names.push(payload);
      return payload === undefined ? "changed" : "sent";
    },
    events: { changed: (payload) => payload === undefined, sent: () => true },
    isBodyOptional: true,
  });
  const secret = "acme-secret";

  it.each(["", new Uint8Array(0), new ArrayBuffer(0)])("is an event without a payload", (body) => {
    const event = acme.verify({ headers: acme.sign(body, { secret }), body }, { secret });
    expect(event).toMatchObject({ type: "changed", name: "changed" });
    expect(event).toHaveProperty("payload", undefined);
    expect(event.dedupeKey).toBe("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect(names.at(-1)).toBeUndefined();
  });

  it("is refused without its signature", () => {
    expect(acme.safeVerify({ headers: {}, body: "" }, { secret }).ok).toBe(false);
  });

  it("is invalid JSON where the definition does not allow it", () => {
    const strict = defineProvider<WebhookEvent>(others);
    const result = strict.safeVerify({ headers: strict.sign("", { secret }), body: "" }, { secret });
    expect(!result.ok && result.error.code).toBe("invalid-json");
  });

  it("says in a boolean whether it may come", () => {
    expect(() => defineProvider({ ...others, isBodyOptional: 1 } as never)).toThrow(TypeError);
  });
});
