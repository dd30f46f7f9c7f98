import type { Provider } from "@flaghook/core";
import { spawnSync } from "node:child_process";
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { providerContract, type ProviderVectors, type TestRunner } from "../src/index.ts";
import { acme, named, prefixed, vectors } from "./acme.ts";
import { brokenProviders } from "./broken-providers.ts";

/** Runs the contract and tells its tests by what came of them. */
function results(
  provider: Provider,
  given: ProviderVectors = vectors,
  compare: { expect: typeof expect } | { assert: typeof assert } = { expect },
) {
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
  providerContract(provider, given, { test: run, ...compare });
  return { passing, failing };
}

test.each(brokenProviders)("a provider that $fault fails", ({ provider, failing }) => {
  expect(results(provider).failing).toEqual(failing);
});

test.each(brokenProviders)("a provider that $fault fails with node:assert, too", ({ provider, failing }) => {
  expect(results(provider, vectors, { assert }).failing).toEqual(failing);
});

test("the contract in the README runs on node:test, in over a hundred tests", () => {
  const file = fileURLToPath(new URL("recipes/acme.contract.ts", import.meta.url));
  const args = ["--conditions=@flaghook/source", "--test", "--test-reporter=tap", file];
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined };
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8", env });
  expect([status, /^# fail (\d+)$/m.exec(stdout)?.[1]]).toEqual([0, "0"]);
  expect(Number(/^# pass (\d+)$/m.exec(stdout)?.[1])).toBeGreaterThan(100);
});

test.each([
  { name: "no runner", runner: {} },
  { name: "neither expect nor assert", runner: { test } },
  { name: "no test", runner: { expect } },
  { name: "an assert that cannot compare", runner: { test, assert: () => {} } },
])("throws a TypeError for $name, before any test is registered", ({ runner }) => {
  expect(() => providerContract(acme, vectors, runner as TestRunner)).toThrow(/node:test/);
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

/** Takes the first of several values that a server lists. */
const pickFirst: Provider["verify"] = ({ headers, ...rest }, options) => {
  if (typeof headers !== "object" || headers === null || Symbol.iterator in headers) {
    return named.verify({ headers, ...rest }, options);
  }
  const firsts = Object.entries(headers).map(([name, value]) => [name, [value].flat()[0] as string] as const);
  return named.verify({ headers: Object.fromEntries(firsts), ...rest }, options);
};

test("a provider that names events in a header passes, and fails when it picks one of two", () => {
  const [ping] = vectors.genuine;
  const headers = { ...ping!.headers, "X-Named-Event": "ping", "X-Named-Delivery": "d_1" };
  const genuine = [{ ...ping!, headers, expected: { type: "ping", name: "ping", id: "d_1" } }];
  const given = { ...vectors, genuine, unrecognised: [] };
  const { passing, failing } = results(named, given);
  expect(failing).toEqual([]);
  expect(passing.filter((name) => name.includes("came twice"))).toHaveLength(10);

  expect(results({ ...named, verify: pickFirst }, given).failing).toEqual(
    expect.arrayContaining([
      "takes a name that came twice for none: in an array",
      "takes an id that came twice for none: in an array",
    ]),
  );
});

test("a vector that is not genuine fails, and the provider is not to blame", () => {
  const [ping] = vectors.genuine;
  const headers = { "X-Acme-Signature": "0".repeat(64) };
  const { failing } = results(acme, { ...vectors, genuine: [{ ...ping!, headers }] });
  expect(failing).toContain("accepts a ping");
  expect(failing).toContain("sign makes the signature of each genuine delivery");
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
