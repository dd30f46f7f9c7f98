import { defineProvider, type Provider, type Scheme, type SignatureScheme } from "@flaghook/core";
import { expect, test } from "vitest";
import { providerContract, type ProviderVectors, type TestRunner } from "../src/index.ts";
import { schemesOf } from "../../standard-webhooks/src/scheme.ts";

const body = '{"type":"ping"}';
const now = new Date(1_767_225_600_000);

const [v1, v1a] = schemesOf("webhook") as [SignatureScheme, SignatureScheme]; // it has two
const token: Scheme = { kind: "token", header: "x-acme-token" };

const secret = `whsec_${btoa("k".repeat(24))}`;
const otherSecret = `whsec_${btoa("o".repeat(24))}`;
// The pair of RFC 8032's first test, and the public key of its second.
const keyPair = {
  privateKey: "whsk_nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=",
  publicKey: "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
};
const otherPublicKey = "whpk_PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=";

const expected = { type: "ping", name: "ping" };

function acmeOf(scheme: Scheme | readonly Scheme[]): Provider {
  return defineProvider({ id: "acme", scheme, eventName: { field: "type" }, events: { ping: () => true } });
}

function vectorsOf(
  provider: Provider,
  signWith: string,
  change: Partial<ProviderVectors> = {},
): ProviderVectors {
  const headers = provider.sign(body, { secret: signWith, id: "msg_1", timestamp: now });
  const verifyWith = change.keyPair?.publicKey ?? signWith;
  const genuine = [{ name: "a ping", source: "sign", secret: verifyWith, body, headers, now, expected }];
  return { genuine, unrecognised: [{ payload: { type: "pong" }, expected: "unknown" }], ...change };
}

/** Runs the contract and tells its tests by what came of them. */
function results(provider: Provider, vectors: ProviderVectors) {
  const passing: string[] = [];
  const failing: string[] = [];
  const run: TestRunner["test"] = (name, call) => {
    try {
      call();
      passing.push(name);
    } catch {
      failing.push(name.replace("acme: ", ""));
    }
  };
  providerContract(provider, vectors, { test: run, expect });
  return { passing, failing };
}

const providers = [
  { name: "an id, a time and base64", scheme: v1, signWith: secret, change: { otherSecret } },
  {
    name: "base64 of the body alone",
    scheme: { header: "x-acme", algorithm: "sha256", encoding: "base64" },
    signWith: "s",
  },
  { name: "a token", scheme: token, signWith: "a-token-of-ours" },
  {
    name: "a pair of keys",
    scheme: v1a,
    signWith: keyPair.privateKey,
    change: { keyPair, otherSecret: otherPublicKey },
  },
  { name: "two versions, by the first", scheme: [v1, v1a], signWith: secret, change: { otherSecret } },
  {
    name: "two versions, by the second",
    scheme: [v1, v1a],
    signWith: keyPair.privateKey,
    change: { keyPair, otherSecret: otherPublicKey },
  },
  {
    name: "a signature or a token, by the first",
    scheme: [v1, token],
    signWith: secret,
    change: { otherSecret },
  },
  { name: "a signature or a token, by the second", scheme: [v1, token], signWith: "a-token" },
] as readonly { name: string; scheme: Scheme; signWith: string; change?: Partial<ProviderVectors> }[];

test.each(providers)("a provider with $name passes", ({ scheme, signWith, change }) => {
  const provider = acmeOf(scheme);
  const { passing, failing } = results(provider, vectorsOf(provider, signWith, change));
  expect(failing).toEqual([]);
  expect(passing.length).toBeGreaterThan(60);
  expect(new Set(passing).size).toBe(passing.length);
});

test("a provider that does not look at the time fails", () => {
  const provider = acmeOf(v1);
  const careless = {
    ...provider,
    verify: (delivery, options) => provider.verify(delivery, { ...options, now: () => now }),
  } satisfies Provider;
  expect(results(careless, vectorsOf(provider, secret, { otherSecret })).failing).toEqual([
    "refuses a time to come -> stale-timestamp",
    "refuses a time long ago -> stale-timestamp",
    "throws a TypeError for a clock that is no function",
  ]);
});

test("a provider that takes any token fails", () => {
  const provider = acmeOf(token);
  const careless = {
    ...provider,
    verify: ({ body: sent }, options) =>
      provider.verify({ headers: { "x-acme-token": options.secret as string }, body: sent }, options),
  } satisfies Provider;
  expect(results(careless, vectorsOf(provider, "a-token")).failing).toEqual(
    expect.arrayContaining([
      "refuses no x-acme-token -> missing-signature",
      "refuses x-acme-token in two lines -> malformed-signature",
      "refuses another secret -> signature-mismatch",
    ]),
  );
});
