import { WebhookError, type Provider, type VerifyOptions } from "@flaghook/core";
import { acceptedForms } from "./cases/accepted-forms.ts";
import { reentry } from "./cases/reentry.ts";
import { refusals } from "./cases/refusals.ts";
import { repeatedHeaders } from "./cases/repeated-headers.ts";
import { signedBodies } from "./cases/signed-bodies.ts";
import { observe } from "./observed.ts";
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
 * For hex schemes alone, whose header is one signature of the body. Throws for others at once: its
 * changes, and the codes that it demands, would be wrong for them.
 *
 * @throws {TypeError} when the runner lacks `test`, or both `expect` and `assert`
 * @throws {TypeError} when the first genuine vector is not an event
 * @throws {TypeError} when the scheme is of another kind: base64, several entries, a signed id or
 *   time, a decoded secret
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
  assertHexScheme(provider);
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

function assertHexScheme({ id, scheme }: Provider): void {
  const { encoding, separator, signs = ["body"], key } = scheme;
  const isHex = encoding === "hex" && separator === undefined && signs.length === 1 && key === undefined;
  if (!isHex) {
    throw new TypeError(
      `providerContract is for schemes whose header is one hex signature of the body alone. ${id} has another.`,
    );
  }
}

/** Texts of a value that was missing or not awaited. A forger can sign with them, too. */
const STAND_INS = ["undefined", "null", "[object Object]", "[object Promise]"];

function misuses(secret: string): Record<string, unknown> {
  return {
    "no options": undefined,
    "an undefined secret": { secret: undefined },
    "an empty secret": { secret: "" },
    "an empty secret in a list": { secret: [secret, ""] },
    "no secrets": { secret: [] },
    "empty bytes as the secret": { secret: new Uint8Array() },
    ...Object.fromEntries(STAND_INS.map((text) => [`the secret ${JSON.stringify(text)}`, { secret: text }])),
    'a secret of the bytes of "undefined"': { secret: new TextEncoder().encode("undefined") },
    'the secret "undefined" in a list': { secret: [secret, "undefined"] },
    "an option it does not know": { secret, tolerance: 300 },
    "a negative limit": { secret, maxBodyBytes: -1 },
    "a limit in text": { secret, maxBodyBytes: "1mb" },
    "a clock that is no function": { secret, now: new Date(0) },
  };
}

function headerOf(headers: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
}
