import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  base64,
  createSchemeSignature,
  createSchemesSignature,
  createSignaturesSignature,
  createTokenSignature,
  encodedKey,
  everyPart,
  hex,
  oneSignature,
  signatureList,
  signaturePair,
  signedId,
  timeInEntry,
  timeInHeader,
  type DeliveryInput,
  type Scheme,
  type SchemeParts,
  type SignatureScheme,
  type VerifyOptions,
} from "../../src/signature.ts";
import { createSignaturesProvider, defineProvider, defineSignaturesProvider } from "../../src/index.ts";
import { samples } from "../support/scheme-samples.ts";
import { standardWebhooks } from "../support/schemes.ts";
import { verdictOf } from "../support/verdict.ts";

const token = { kind: "token", header: "x-acme-token" } as const;
const several: readonly Scheme[] = [standardWebhooks, token];
const [published] = samples;

type Verify = (delivery: DeliveryInput, options: VerifyOptions) => void;

/**
 * The same verdict as the provider's own `verifySignature`, for what is genuine and what is not.
 */
function compare(
  scheme: Scheme | readonly Scheme[],
  verify: Verify,
  given: object,
  options: VerifyOptions,
): string {
  const provider = defineProvider({ id: "acme", scheme, eventName: { field: "type" }, events: {} });
  const verdict = verdictOf(() => verify(given as DeliveryInput, options));
  expect(verdictOf(() => provider.verifySignature(given as DeliveryInput, options))).toBe(verdict);
  return verdict;
}

/** What a scheme needs, and no more. */
function partsOf({ encoding, separator, id, timestamp, key }: SignatureScheme): SchemeParts {
  const list = separator === ", " ? signaturePair : signatureList;
  return {
    ...(encoding === "hex" || key?.encoding === "hex" ? { hex } : {}),
    ...(encoding === "base64" || key?.encoding === "base64" ? { base64 } : {}),
    signatures: separator === undefined ? oneSignature : list,
    ...(id && { id: signedId }),
    ...(timestamp && { timestamp: timestamp.entry === undefined ? timeInHeader : timeInEntry }),
    ...(key && { key: encodedKey }),
  };
}

describe.each(samples)("createSchemeSignature of $name", ({ scheme, secret, headers, body, time }) => {
  const options = { secret, now: () => new Date(time) };

  it.each([
    ["with what the scheme needs", partsOf(scheme)],
    ["with every part", everyPart],
  ])("judges as the provider does, %s", (_name, parts) => {
    const verify = createSchemeSignature("acme", scheme, parts);
    expect(compare(scheme, verify, { headers, body }, options)).toBe("accepted");
    expect(compare(scheme, verify, { headers, body: `${body} ` }, options)).toBe("signature-mismatch");
    expect(compare(scheme, verify, { headers: {}, body }, options)).toBe("missing-signature");
    const stale = { ...options, now: () => new Date(time + 86_400_000) };
    expect(compare(scheme, verify, { headers, body }, stale)).toBe("stale-timestamp");
  });
});

describe.each(samples)("a part less than $name needs", ({ scheme }) => {
  const parts = partsOf(scheme);

  it.each(Object.keys(parts))("is a TypeError at once: %s", (name) => {
    const { [name as keyof SchemeParts]: _part, ...others } = parts;
    expect(() => createSchemeSignature("acme", scheme, others as SchemeParts)).toThrow(TypeError);
  });
});

describe.each(samples)(
  "a part for another form than $name has",
  ({ scheme, secret, headers, body, time }) => {
    const parts = partsOf(scheme);
    const options = { secret, now: () => new Date(time) };
    const changes: readonly Partial<SchemeParts>[] = [
      { signatures: oneSignature },
      { signatures: signatureList },
      ...(scheme.timestamp === undefined ? [] : [{ timestamp: timeInHeader }, { timestamp: timeInEntry }]),
    ];

    it.each(changes)("lets nothing forged through: %o", (change) => {
      const { [scheme.header]: signature = "" } = headers;
      const forged = { ...headers, [scheme.header]: signature.replaceAll(/[0-9]/g, "1") };
      const verify = createSchemeSignature("acme", scheme, { ...parts, ...change });
      expect(() => verify({ headers: forged, body }, options)).toThrow(Error);
      const stale = { secret, now: () => new Date(time + 86_400_000) };
      expect(() => verify({ headers, body }, stale)).toThrow(Error);
    });
  },
);

it("createTokenSignature judges as the provider does", () => {
  const verify = createTokenSignature("acme", token);
  const options = { secret: "a-token" };
  const verdict = (headers: object): string => compare(token, verify, { headers, body: "" }, options);
  expect(verdict({ "x-acme-token": "a-token" })).toBe("accepted");
  expect(verdict({ "x-acme-token": "a-tokem" })).toBe("signature-mismatch");
  expect(verdict({})).toBe("missing-signature");
});

describe("createSchemesSignature", () => {
  const verify = createSchemesSignature("acme", several, everyPart);
  const { secret, headers, body, time } = published!;
  const now = (): Date => new Date(time);
  const both = { secret: [secret, { token: "a-token" }], now };

  it("judges as the provider does", () => {
    expect(compare(several, verify, { headers, body }, { secret, now })).toBe("accepted");
    expect(compare(several, verify, { headers, body }, both)).toBe("accepted");
    const sent = { "x-acme-token": "a-token" };
    expect(compare(several, verify, { headers: sent, body }, both)).toBe("accepted");
    expect(compare(several, verify, { headers: sent, body }, { secret, now })).toBe("missing-signature");
    const forged = { ...headers, "webhook-signature": `v1,${btoa("x".repeat(32))}`, ...sent };
    expect(compare(several, verify, { headers: forged, body }, both)).toBe("signature-mismatch");
  });

  it("reads each header once: what is looked at is what is judged", () => {
    const reads: string[] = [];
    const get = (name: string): string | null => {
      reads.push(name);
      return (headers as Record<string, string>)[name] ?? null;
    };
    verify({ headers: { get }, body }, both);
    expect(reads.toSorted()).toEqual([
      "webhook-id",
      "webhook-signature",
      "webhook-timestamp",
      "x-acme-token",
    ]);
  });
});

describe("several schemes without a token", () => {
  const older: SignatureScheme = {
    ...standardWebhooks,
    prefix: "v0,",
    key: { encoding: "base64", prefix: "old_" },
  };
  const scheme = [standardWebhooks, older];
  const { secret, headers, body, time } = published!;
  const options = { secret, now: (): Date => new Date(time) };
  const definition = { id: "acme", scheme, eventName: { field: "type" }, events: {} } as const;

  it.each<[string, Verify]>([
    ["createSignaturesSignature", createSignaturesSignature("acme", scheme, everyPart)],
    [
      "createSignaturesProvider",
      (...given) => createSignaturesProvider(definition, everyPart).verifySignature(...given),
    ],
    [
      "defineSignaturesProvider",
      (...given) => defineSignaturesProvider(definition, everyPart).verifySignature(...given),
    ],
  ])("%s judges as the provider does", (_name, verify) => {
    expect(compare(scheme, verify, { headers, body }, options)).toBe("accepted");
    expect(compare(scheme, verify, { headers, body: `${body} ` }, options)).toBe("signature-mismatch");
    expect(compare(scheme, verify, { headers: {}, body }, options)).toBe("missing-signature");
    const other = { ...options, secret: secret.replace("whsec_", "old_") };
    expect(compare(scheme, verify, { headers, body }, other)).toBe("malformed-signature");
    expect(() => verify({ headers, body }, { ...options, secret: "a token" })).toThrow(TypeError);
  });

  it("defineSignaturesProvider looks at what its users write", () => {
    expect(() => defineSignaturesProvider({ ...definition, id: "Acme" }, everyPart)).toThrow(TypeError);
    expect(() =>
      defineSignaturesProvider({ ...definition, events: { unknown: () => true } }, everyPart),
    ).toThrow(TypeError);
    const eventName = { header: "webhook-signature" };
    expect(() => defineSignaturesProvider({ ...definition, eventName }, everyPart)).toThrow(TypeError);
  });
});

it("an HMAC by node:crypto is what they verify", () => {
  const scheme: SignatureScheme = { header: "x-acme", algorithm: "sha1", encoding: "base64" };
  const signature = createHmac("sha1", "secret").update("{}").digest("base64");
  const delivery = { headers: { "x-acme": signature }, body: "{}" };
  const verify = createSchemeSignature("acme", scheme, { base64, signatures: oneSignature });
  expect(verdictOf(() => verify(delivery, { secret: "secret" }))).toBe("accepted");
});
