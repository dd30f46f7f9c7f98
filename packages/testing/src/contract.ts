import { WebhookError, type Provider, type VerifyOptions } from "@flaghook/core";
import { acceptedForms } from "./cases/accepted-forms.ts";
import { reentry } from "./cases/reentry.ts";
import { refusals } from "./cases/refusals.ts";
import { repeatedHeaders } from "./cases/repeated-headers.ts";
import { signedBodies } from "./cases/signed-bodies.ts";
import { misuses } from "./cases/misuses.ts";
import { observe } from "./observed.ts";
import { schemeContract } from "./scheme-contract.ts";
import type { ProviderVectors } from "./vectors.ts";

/**
 * The functions of a test runner that the contract calls: `test`, and either the `expect` of
 * vitest, jest and Bun, or the `assert` of `node:assert/strict`, for `node:test`.
 */
export type TestRunner = ExpectRunner | AssertRunner;

interface ExpectRunner {
  readonly test: RegisterTest;
  readonly expect: (actual: unknown) => { toEqual(expected: unknown): unknown };
}

interface AssertRunner {
  readonly test: RegisterTest;
  readonly assert: { deepEqual(actual: unknown, expected: unknown): unknown };
}

type RegisterTest = (name: string, run: () => void) => unknown;

/**
 * Registers the tests that every provider passes: genuine deliveries in every form of headers and
 * body are accepted, and each forgery, mistake and oddity gives exactly its code and never another
 * exception.
 *
 * Tries a hex scheme, whose header is one signature of the body, digit by digit; any other by each
 * header that it needs.
 *
 * @throws {TypeError} when the runner lacks `test`, or both `expect` and `assert`
 * @throws {TypeError} when the first genuine vector is not an event
 *
 * @example
 * ```ts
 * import type { Provider } from "@flaghook/core";
 * import { providerContract, type ProviderVectors } from "@flaghook/testing";
 * import { expect, test } from "vitest";
 *
 * export function testProvider(provider: Provider, vectors: ProviderVectors): void {
 *   providerContract(provider, vectors, { test, expect });
 * }
 * ```
 */
export function providerContract(provider: Provider, vectors: ProviderVectors, runner: TestRunner): void {
  const { test, expectEqual } = readRunner(runner);
  if (!isHexScheme(provider)) return schemeContract(provider, vectors, test, expectEqual);
  const base = vectors.genuine[0];
  if (base === undefined || typeof base.expected === "string") {
    throw new TypeError("vectors.genuine must begin with a delivery that is an event.");
  }
  const cases = [
    ...acceptedForms(provider, vectors),
    ...refusals(provider, vectors),
    ...signedBodies(provider, vectors),
    ...repeatedHeaders(provider, vectors),
    ...reentry(provider, vectors),
  ];
  for (const { name, delivery, options, expected } of cases) {
    test(`${provider.id}: ${name}`, () => {
      expectEqual(
        observe(() => provider.verify(delivery, options), expected),
        expected,
      );
    });
  }

  const delivery = { headers: base.headers, body: base.body };
  const { secret } = base;
  test(`${provider.id}: safeVerify returns what verify throws`, () => {
    const forged = provider.safeVerify({ headers: {}, body: base.body }, { secret });
    expectEqual(!forged.ok && WebhookError.is(forged.error) && forged.error.code, "missing-signature");
    const event = provider.verify(delivery, { secret });
    expectEqual(provider.safeVerify(delivery, { secret }), { ok: true, event });
  });
  test(`${provider.id}: verifySignature returns nothing`, () => {
    expectEqual(provider.verifySignature(delivery, { secret }), undefined);
  });
  test(`${provider.id}: sign makes the signature of each genuine delivery`, () => {
    for (const vector of vectors.genuine) {
      const name = typeof vector.expected === "string" ? "any" : vector.expected.name;
      const signed = provider.sign(vector.body, { secret: vector.secret, name });
      expectEqual(signed[provider.scheme.header], headerOf(vector.headers, provider.scheme.header));
    }
  });
  for (const [what, options] of Object.entries(misuses(secret))) {
    test(`${provider.id}: throws a TypeError for ${what}`, () => {
      const wrong = options as VerifyOptions;
      for (const call of [
        () => provider.verify(delivery, wrong),
        () => provider.safeVerify(delivery, wrong),
        () => provider.verifySignature(delivery, wrong),
      ]) {
        expectEqual(observe(call, {}), { error: "TypeError" });
      }
    });
  }
}

function readRunner(runner: TestRunner): {
  readonly test: RegisterTest;
  readonly expectEqual: (actual: unknown, expected: unknown) => void;
} {
  const { test, expect, assert } = runner as Partial<ExpectRunner & AssertRunner>;
  const isComplete = typeof expect === "function" || typeof assert?.deepEqual === "function";
  if (typeof test !== "function" || !isComplete) {
    throw new TypeError(
      "providerContract needs { test, expect } of vitest, jest or Bun, or { test, assert } of node:test and node:assert/strict.",
    );
  }
  return {
    test,
    expectEqual(actual, expected) {
      if (typeof expect === "function") expect(actual).toEqual(expected);
      else assert!.deepEqual(actual, expected);
    },
  };
}

function isHexScheme({ schemes: [scheme, ...others] }: Provider): boolean {
  const { kind, encoding, separator, signs = ["body"], key } = scheme!;
  const isSignatureAlone = separator === undefined && signs.length === 1 && key === undefined;
  return others.length === 0 && kind === undefined && encoding === "hex" && isSignatureAlone;
}

function headerOf(headers: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
}
