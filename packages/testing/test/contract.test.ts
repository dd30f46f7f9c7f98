import type { Provider, SignatureScheme } from "@flaghook/core";
import { expect, test } from "vitest";
import { providerContract, type ProviderVectors, type TestRunner } from "../src/index.ts";
import { acme, chronos, prefixed, vectors } from "./acme.ts";
import { brokenProviders } from "./broken-providers.ts";

/** Runs the contract and tells its tests by what came of them. */
function results(provider: Provider, given: ProviderVectors = vectors) {
  const passing: string[] = [];
  const failing: string[] = [];
  const run: TestRunner["test"] = (name, body) => {
    try {
      body();
      passing.push(name.replace(`${provider.id}: `, ""));
    } catch {
      failing.push(name.replace(`${provider.id}: `, ""));
    }
  };
  providerContract(provider, given, { test: run, expect });
  return { passing, failing };
}

test.each(brokenProviders)("a provider that $fault fails", ({ provider, failing }) => {
  expect(results(provider).failing).toEqual(failing);
});

test("a provider without faults passes, in over a hundred tests", () => {
  const { passing, failing } = results(acme);
  expect(failing).toEqual([]);
  expect(passing.length).toBeGreaterThan(100);
  expect(new Set(passing).size).toBe(passing.length);
});

test("a provider whose signature has a prefix passes", () => {
  const [ping] = vectors.genuine;
  const headers = { "X-Prefixed": "sha1=300cc08d43dc0c44850409e0759e7a9bca2b0e02" }; // openssl's
  const { passing, failing } = results(prefixed, { ...vectors, genuine: [{ ...ping!, headers }] });
  expect(failing).toEqual([]);
  expect(passing.length).toBeGreaterThan(90);
});

test("a vector that is not genuine fails, and the provider is not to blame", () => {
  const [ping] = vectors.genuine;
  const headers = { "X-Acme-Signature": "0".repeat(64) };
  const { failing } = results(acme, { ...vectors, genuine: [{ ...ping!, headers }] });
  expect(failing).toContain("accepts a ping");
  expect(failing).toContain("sign makes the signature of each genuine delivery");
});

test.each<{ name: string; change: Partial<SignatureScheme> }>([
  { name: "base64", change: { encoding: "base64" } },
  { name: "several entries in its header", change: { separator: "," } },
  { name: "a decoded secret", change: { key: { encoding: "hex" } } },
  { name: "a text before the body", change: { signs: [{ text: "v1." }, "body"] } },
  { name: "a signed id and time", change: chronos.scheme },
])("throws a TypeError for a scheme with $name, before any test is registered", ({ change }) => {
  const provider = { ...acme, scheme: { ...acme.scheme, ...change } };
  expect(() => results(provider)).toThrow(TypeError);
});

test.each([
  { name: "no vectors", change: { genuine: [] } },
  {
    name: "a first vector that is no event",
    change: { genuine: [{ ...vectors.genuine[0]!, expected: "invalid-json" as const }] },
  },
  { name: "an altered body of no vector", change: { altered: [{ name: "x", of: "a pong", body: "" }] } },
])("throws a TypeError for $name", ({ change }) => {
  expect(() => results(acme, { ...vectors, ...change })).toThrow(TypeError);
});
