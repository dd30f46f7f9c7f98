import { describe, expect, it } from "vitest";
import { ed25519 } from "../../src/ed25519.ts";
import { explain } from "../../src/explain.ts";
import { defineProvider, type SignatureScheme } from "../../src/index.ts";
import { standardWebhooks } from "../support/schemes.ts";

const v1a: SignatureScheme = {
  ...standardWebhooks,
  algorithm: ed25519,
  prefix: "v1a,",
  key: { encoding: "base64", prefix: "whpk_" },
  privateKey: { encoding: "base64", prefix: "whsk_" },
};
const common = { eventName: { field: "type" }, events: {} } as const;
const acme = defineProvider({
  ...common,
  id: "acme",
  scheme: [standardWebhooks, { kind: "token", header: "x-acme-token" }],
});
const standard = defineProvider({ ...common, id: "standard", scheme: [standardWebhooks, v1a] });

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const publicKey = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";
const signature =
  "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==";
const token = "glt-secret-of-ours";
const now = (): Date => new Date(1_614_265_330_000);
const body = '{"type":"ping"}';
const signed = acme.sign(body, { secret, id: "msg_1", timestamp: now() });
const paired = {
  "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
  "webhook-timestamp": "1614265330",
  "webhook-signature": signature,
};
const pairedBody = '{"test": 2432232314}';

describe.each([
  {
    name: "a token where a key is configured",
    provider: acme,
    delivery: { headers: { "x-acme-token": token }, body },
    secret,
    cause: "other-scheme",
    certainty: "likely",
  },
  {
    name: "a signature where a token is configured",
    provider: acme,
    delivery: { headers: signed, body },
    secret: token,
    cause: "other-scheme",
    certainty: "likely",
  },
  {
    name: "a key in quotes",
    provider: acme,
    delivery: { headers: signed, body },
    secret: `"${secret}"`,
    cause: "secret-quotes",
    certainty: "proven",
  },
  {
    name: "a token with a line break",
    provider: acme,
    delivery: { headers: { "x-acme-token": token }, body },
    secret: `${token}\n`,
    cause: "secret-line-break",
    certainty: "proven",
  },
  {
    name: "a token with a line break beside a key",
    provider: acme,
    delivery: { headers: { "x-acme-token": token }, body },
    secret: [secret, { token: `${token}\n` }],
    cause: "secret-line-break",
    certainty: "proven",
  },
  {
    name: "a body with a line break less",
    provider: acme,
    delivery: { headers: signed, body: `${body}\n` },
    secret: [secret, { token }],
    cause: "body-newline",
    certainty: "proven",
  },
  {
    name: "the private key",
    provider: standard,
    delivery: { headers: paired, body: pairedBody },
    secret: `whsk_${btoa("k".repeat(32))}`,
    cause: "secret-private",
    certainty: "likely",
  },
  {
    name: "a pair's signature over a parsed body",
    provider: standard,
    delivery: { headers: paired, body: '{"test":2432232314}' },
    secret: publicKey,
    cause: "body-reprinted",
    certainty: "proven",
  },
])("$name", ({ provider, delivery, secret: given, cause, certainty }) => {
  const diagnosis = explain(provider, delivery, { secret: given, now });

  it(`is ${cause}, ${certainty}`, () => {
    expect(diagnosis.causes[0]).toMatchObject({ id: cause, certainty });
  });

  it("never shows a secret", () => {
    const text = JSON.stringify(diagnosis);
    for (const piece of ["MfKQ9r8", "glt-secret", "a2tra2t", "1SiA4o9"]) expect(text).not.toContain(piece);
  });
});

it("what either scheme proves is genuine", () => {
  const both = { secret: [secret, { token }], now };
  expect(explain(acme, { headers: signed, body }, both).outcome).toBe("genuine");
  expect(explain(acme, { headers: { "x-acme-token": token }, body }, both).outcome).toBe("genuine");
  const { outcome } = explain(standard, { headers: paired, body: pairedBody }, { secret: publicKey, now });
  expect(outcome).toBe("refused"); // signed, but without a type
});

it("finds the secret that was swapped among 40 providers and 40 secrets", () => {
  const plain = { algorithm: "sha256", encoding: "hex" } as const;
  const own = defineProvider({ ...common, id: "own", scheme: { ...plain, header: "x-own-signature" } });
  const otherProviders = Array.from({ length: 40 }, (_, index) =>
    defineProvider({ ...common, id: `p${index}`, scheme: { ...plain, header: `x-p${index}-signature` } }),
  );
  const otherSecrets = Object.fromEntries(otherProviders.map(({ id }) => [id, `the secret of ${id}`]));
  const headers = own.sign(body, { secret: "the secret of p39" });
  const { causes } = explain(own, { headers, body }, { secret: "its secret", otherProviders, otherSecrets });
  expect(causes[0]).toMatchObject({ id: "secret-swapped", certainty: "proven" });
});
