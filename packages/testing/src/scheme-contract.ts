import { WebhookError, type Provider, type VerifyOptions } from "@flaghook/core";
import { optionsOf, schemeOf, signingSecrets } from "./cases/base-delivery.ts";
import { lowerCased } from "./cases/header-forms.ts";
import { misuses } from "./cases/misuses.ts";
import { reentry } from "./cases/reentry.ts";
import { schemeCases } from "./cases/scheme-cases.ts";
import { signedBodies } from "./cases/signed-bodies.ts";
import { observe } from "./observed.ts";
import type { ProviderVectors } from "./vectors.ts";

/** The contract of providers whose scheme is no hex scheme. */
export function schemeContract(
  provider: Provider,
  vectors: ProviderVectors,
  test: (name: string, run: () => void) => unknown,
  expectEqual: (actual: unknown, expected: unknown) => unknown,
): void {
  const base = vectors.genuine[0];
  if (base === undefined || typeof base.expected === "string") {
    throw new TypeError("vectors.genuine must begin with a delivery that is an event.");
  }
  const { id } = provider;
  const cases = [
    ...schemeCases(provider, vectors),
    ...signedBodies(provider, vectors),
    ...reentry(provider, vectors),
  ];
  for (const { name, delivery, options, expected } of cases) {
    test(`${id}: ${name}`, () => {
      expectEqual(
        observe(() => provider.verify(delivery, options), expected),
        expected,
      );
    });
  }

  const delivery = { headers: base.headers, body: base.body };
  const options = optionsOf(base);
  test(`${id}: safeVerify returns what verify throws`, () => {
    const forged = provider.safeVerify({ headers: {}, body: base.body }, options);
    expectEqual(!forged.ok && WebhookError.is(forged.error) && forged.error.code, "missing-signature");
    const event = provider.verify(delivery, options);
    expectEqual(provider.safeVerify(delivery, options), { ok: true, event });
  });
  test(`${id}: verifySignature returns nothing`, () => {
    expectEqual(provider.verifySignature(delivery, options), undefined);
  });
  test(`${id}: sign makes what verifies, by the scheme of the secret`, () => {
    const { signWith, verifyWith } = signingSecrets(vectors);
    const { now } = base;
    const name = typeof base.expected === "string" ? "any" : base.expected.name;
    const signed = provider.sign(base.body, {
      secret: signWith,
      name,
      ...(now !== undefined && { timestamp: now }),
    });
    const { header } = schemeOf(provider, vectors);
    expectEqual(typeof lowerCased(signed)[header], "string");
    const verified = { headers: signed, body: base.body };
    expectEqual(provider.verifySignature(verified, { ...options, secret: verifyWith }), undefined);
  });
  for (const [what, wrong] of Object.entries(misuses(base.secret))) {
    test(`${id}: throws a TypeError for ${what}`, () => {
      const given = wrong as VerifyOptions;
      for (const call of [
        () => provider.verify(delivery, given),
        () => provider.safeVerify(delivery, given),
        () => provider.verifySignature(delivery, given),
      ]) {
        expectEqual(observe(call, {}), { error: "TypeError" });
      }
    });
  }
}
