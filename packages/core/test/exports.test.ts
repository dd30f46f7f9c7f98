import { describe, expect, it } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import * as check from "../src/check.ts";
import * as core from "../src/index.ts";
import * as explain from "../src/explain.ts";
import * as schemas from "../src/schemas.ts";
import * as sha512 from "../src/sha512.ts";
import * as shape from "../src/shape.ts";
import * as signature from "../src/signature.ts";
import * as stored from "../src/inbox.ts";

// What users can call. A change here is a change of the contract.

it("the entries of the package", () => {
  expect(Object.keys(packageJson.exports)).toMatchInlineSnapshot(`
    [
      ".",
      "./signature",
      "./check",
      "./shape",
      "./schemas",
      "./explain",
      "./sha512",
      "./ed25519",
      "./adapter",
      "./inbox",
      "./package.json",
    ]
  `);
});

describe("the exports of", () => {
  it("@flaghook/core", () => {
    expect(Object.keys(core).sort()).toMatchInlineSnapshot(`
      [
        "WebhookError",
        "base64",
        "createHandshake",
        "createHexProvider",
        "createProvider",
        "createSignatureProvider",
        "createSignaturesProvider",
        "createTokenProvider",
        "cryptoBackend",
        "defineHandshake",
        "defineHexProvider",
        "defineProvider",
        "defineSignaturesProvider",
        "encodedKey",
        "everyEventPart",
        "everyPart",
        "hex",
        "listedActions",
        "oneSignature",
        "readExtraFields",
        "readList",
        "signatureList",
        "signaturePair",
        "signedId",
        "timeInEntry",
        "timeInHeader",
        "validate",
      ]
    `);
  });

  it("@flaghook/core/signature", () => {
    expect(Object.keys(signature).sort()).toMatchInlineSnapshot(`
      [
        "WebhookError",
        "base64",
        "createSchemeSignature",
        "createSchemesSignature",
        "createSignature",
        "createSignaturesSignature",
        "createTokenSignature",
        "defineSignature",
        "encodedKey",
        "everyPart",
        "hex",
        "oneSignature",
        "signatureList",
        "signaturePair",
        "signedId",
        "timeInEntry",
        "timeInHeader",
      ]
    `);
  });

  it("@flaghook/core/shape", () => {
    expect(Object.keys(shape).sort()).toMatchInlineSnapshot(`
      [
        "absent",
        "array",
        "boolean",
        "checkKit",
        "checkOf",
        "lazy",
        "literal",
        "nonEmptyString",
        "nullable",
        "nullish",
        "number",
        "object",
        "onceEach",
        "optional",
        "record",
        "special",
        "string",
        "union",
        "unknown",
        "variants",
      ]
    `);
  });

  it("@flaghook/core/schemas", () => {
    expect(Object.keys(schemas).sort()).toMatchInlineSnapshot(`
      [
        "basicKinds",
        "createSchemaOf",
        "lazyKind",
        "recordKind",
        "schemaOf",
        "specialKind",
        "unionKind",
        "variantsKind",
      ]
    `);
  });

  it("@flaghook/core/check", () => {
    expect(Object.keys(check).sort()).toMatchInlineSnapshot(`
      [
        "MAX_DEPTH",
        "absent",
        "array",
        "boolean",
        "collectIssues",
        "fail",
        "isObject",
        "lazy",
        "limited",
        "literal",
        "nullable",
        "nullish",
        "number",
        "object",
        "optional",
        "record",
        "string",
        "union",
        "unknown",
        "variants",
      ]
    `);
  });

  it("@flaghook/core/explain", () => {
    expect(Object.keys(explain).sort()).toMatchInlineSnapshot(`
      [
        "explain",
      ]
    `);
  });

  it("@flaghook/core/sha512", () => {
    expect(Object.keys(sha512).sort()).toMatchInlineSnapshot(`
      [
        "sha512",
      ]
    `);
  });

  it("@flaghook/core/inbox", () => {
    expect(Object.keys(stored).sort()).toMatchInlineSnapshot(`
      [
        "compileLimit",
        "parseStored",
        "toStored",
      ]
    `);
  });
});

it("the error codes, each with its status", () => {
  // A record, so that a code which is not listed here fails to compile.
  const codes: Record<core.WebhookErrorCode, true> = {
    "missing-signature": true,
    "malformed-signature": true,
    "signature-mismatch": true,
    "stale-timestamp": true,
    "body-not-raw": true,
    "body-too-large": true,
    "invalid-json": true,
    "schema-mismatch": true,
  };
  const statuses = (Object.keys(codes) as core.WebhookErrorCode[]).map((code) => [
    code,
    new core.WebhookError(code, "acme", "x.").status,
  ]);
  expect(Object.fromEntries(statuses)).toMatchInlineSnapshot(`
    {
      "body-not-raw": 500,
      "body-too-large": 413,
      "invalid-json": 400,
      "malformed-signature": 401,
      "missing-signature": 401,
      "schema-mismatch": 422,
      "signature-mismatch": 403,
      "stale-timestamp": 403,
    }
  `);
});

it("core depends on nothing but the portable hashes and curves, and on zod only if you use its schemas", () => {
  expect(packageJson.dependencies).toEqual({
    "@noble/curves": expect.any(String) as unknown,
    "@noble/hashes": expect.any(String) as unknown,
  });
  expect(packageJson.peerDependencies).toEqual({ zod: "*" });
  expect(packageJson.peerDependenciesMeta).toEqual({ zod: { optional: true } });
});

it("the back end here is Node's own", () => {
  expect(core.cryptoBackend()).toBe("node:crypto");
});
