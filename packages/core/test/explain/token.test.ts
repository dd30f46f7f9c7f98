import { describe, expect, it } from "vitest";
import { defineProvider, type DeliveryInput } from "../../src/index.ts";
import { explain, type ExplainOptions } from "../../src/explain.ts";

const token = "API KEY 123abc";
const body = '{"type":"ping"}';
const acme = defineProvider({
  id: "acme",
  scheme: { kind: "token", header: "authorization" },
  eventName: { field: "type" },
  events: { ping: (payload) => (payload as { bad?: unknown }).bad === undefined },
});
const bearer = defineProvider({
  id: "bearer",
  scheme: { kind: "token", header: "authorization", prefix: "Bearer " },
  eventName: { field: "type" },
  events: {},
});
const hex = defineProvider({
  id: "hex",
  scheme: { header: "x-hex-signature", algorithm: "sha256", encoding: "hex" },
  eventName: { field: "type" },
  events: {},
});

interface Row {
  readonly name: string;
  readonly provider?: typeof bearer;
  readonly delivery: { readonly headers: unknown; readonly body?: unknown };
  readonly options?: Partial<ExplainOptions>;
  readonly cause: string;
  readonly certainty: string;
}

const rows: readonly Row[] = [
  { name: "none came", delivery: { headers: {} }, cause: "token-absent", certainty: "likely" },
  {
    name: "in another header",
    delivery: { headers: { "x-authorization": token } },
    cause: "token-header",
    certainty: "proven",
  },
  {
    name: "in a header whose name is a sender's text",
    delivery: { headers: { "x_123abc!": token } },
    cause: "token-header",
    certainty: "proven",
  },
  {
    name: "with Bearer before it",
    delivery: { headers: { authorization: `Bearer ${token}` } },
    cause: "token-prefix",
    certainty: "proven",
  },
  {
    name: "without the Bearer that the secret has",
    delivery: { headers: { authorization: token } },
    options: { secret: `Bearer ${token}` },
    cause: "token-prefix",
    certainty: "proven",
  },
  {
    name: "without the prefix of its scheme",
    provider: bearer,
    delivery: { headers: { authorization: token } },
    cause: "token-prefix",
    certainty: "proven",
  },
  {
    name: "twice",
    delivery: { headers: { authorization: [token, token] } },
    cause: "header-twice",
    certainty: "proven",
  },
  {
    name: "in quotes",
    delivery: { headers: { authorization: `"${token}"` } },
    cause: "secret-quotes",
    certainty: "proven",
  },
  {
    name: "a secret with a line break",
    delivery: { headers: { authorization: token } },
    options: { secret: `${token}\n` },
    cause: "secret-line-break",
    certainty: "proven",
  },
  {
    name: "a secret in quotes, named as a token",
    delivery: { headers: { authorization: token } },
    options: { secret: { token: `'${token}'` } },
    cause: "secret-quotes",
    certainty: "proven",
  },
  {
    name: "another endpoint's",
    delivery: { headers: { authorization: token } },
    options: { secret: "other-secret", otherSecrets: { STAGING: token } },
    cause: "secret-swapped",
    certainty: "proven",
  },
  {
    name: "another provider's",
    delivery: { headers: hex.sign(body, { secret: token }) },
    options: { otherProviders: [hex] },
    cause: "other-provider",
    certainty: "proven",
  },
  {
    name: "a guess",
    delivery: { headers: { authorization: "a-guess-of-a-stranger" } },
    cause: "token-wrong",
    certainty: "possible",
  },
  {
    name: "a parsed body",
    delivery: { headers: { authorization: token }, body: { type: "ping" } },
    cause: "body-parsed",
    certainty: "proven",
  },
  {
    name: "no JSON",
    delivery: { headers: { authorization: token }, body: "type=ping" },
    cause: "event-not-json",
    certainty: "likely",
  },
  {
    name: "another schema",
    delivery: { headers: { authorization: token }, body: '{"type":"ping","bad":1}' },
    cause: "event-schema",
    certainty: "likely",
  },
];

describe.each(rows)("a token: $name", ({ provider = acme, delivery, options, cause, certainty }) => {
  const given = { body, ...delivery } as DeliveryInput;
  const diagnosis = explain(provider, given, { secret: token, ...options });

  it(`is ${cause}, ${certainty}`, () => {
    expect(diagnosis.outcome).toBe("refused");
    expect(diagnosis.causes[0]).toMatchObject({ id: cause, certainty });
  });

  it("never shows the secret, nor what came", () => {
    const text = JSON.stringify(diagnosis);
    for (const piece of ["123abc", "API KEY", "other-secret", "a-guess", "type=ping"]) {
      expect(text).not.toContain(piece);
    }
  });
});

it("a delivery with the token is genuine", () => {
  expect(explain(acme, { headers: { authorization: token }, body }, { secret: { token } })).toMatchObject({
    outcome: "genuine",
    causes: [],
  });
});

it("an empty token is a TypeError", () => {
  const delivery = { headers: { authorization: token }, body };
  expect(() => explain(acme, delivery, { secret: { token: "" } })).toThrow(TypeError);
});

it("{ token } for a provider that signs is the form of the secret", () => {
  const delivery = { headers: {}, body };
  expect(explain(hex, delivery, { secret: { token } })).toMatchObject({
    outcome: "refused",
    code: undefined,
  });
});
