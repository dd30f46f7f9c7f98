import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { defineProvider, type ProviderDefinition, type WebhookEvent } from "@flaghook/core";
import { afterAll, describe, expect, test } from "vitest";
import { providerContract, type ProviderVectors } from "../../../packages/testing/src/index.ts";
import { root } from "../../workspace/workspace.ts";
import { generateProvider } from "../src/generate.ts";
import { schemeKinds } from "../src/scheme-kinds.ts";
import { templateFiles } from "../src/template.ts";

const WEBHOOK = ["base64", "signatureList", "signedId", "timeInHeader", "encodedKey"];

/** What core offers for each kind: the smallest there is, and the parts that it takes. */
const SMALLEST: Readonly<
  Record<string, readonly [provider: string, signature: string, parts: readonly string[]]>
> = {
  hex: ["createHexProvider", "createSignature", []],
  base64: ["createSignatureProvider", "createSchemeSignature", ["base64", "oneSignature"]],
  timestamp: ["createSignatureProvider", "createSchemeSignature", ["hex", "oneSignature", "timeInHeader"]],
  "standard-webhooks": ["createSignatureProvider", "createSchemeSignature", WEBHOOK],
  ed25519: [
    "createSignatureProvider",
    "createSchemeSignature",
    ["base64", "hex", "oneSignature", "encodedKey"],
  ],
  token: ["createTokenProvider", "createTokenSignature", []],
  several: ["createProvider", "createSchemesSignature", WEBHOOK],
};

const PART =
  /\b(?:hex|base64|oneSignature|signature(?:List|Pair)|signedId|timeIn\w+|encodedKey|everyPart)\b/g;

const top = mkdtempSync(join(tmpdir(), "new-provider-"));
symlinkSync(join(root, "tools/provider-generator/node_modules"), join(top, "node_modules"));
const kinds = await Promise.all(Object.keys(schemeKinds).map(create));
afterAll(() => rmSync(top, { recursive: true }));

test("every kind is tried", () => {
  expect(Object.keys(schemeKinds)).toEqual(Object.keys(SMALLEST));
});

describe.each(kinds)(
  "a new provider of the kind $kind",
  ({ kind, definition, vectors, generated, verify }) => {
    providerContract(defineProvider<WebhookEvent>(definition), vectors, { test, expect });

    test("is made with the smallest function that core has for it", () => {
      const [provider, signature, parts] = SMALLEST[kind]!;
      expect(generated.get("src/provider.ts")).toContain(`@__PURE__ */ ${provider}<`);
      expect(generated.get("src/signature.ts")).toContain(`@__PURE__ */ ${signature}(`);
      for (const file of ["src/provider.ts", "src/signature.ts"]) {
        const [code = ""] = generated.get(file)!.split("/**", 1);
        expect(new Set(code.match(PART))).toEqual(new Set(parts));
      }
    });

    test("verifies signatures by its own entry", () => {
      const [{ headers, body, secret, now }] = vectors.genuine as [ProviderVectors["genuine"][0]];
      const options = { secret, ...(now && { now: () => now }) };
      expect(verify({ headers, body }, options)).toBeUndefined();
      expect(() => verify({ headers: {}, body }, options)).toThrow(/missing|no .+ header/);
    });
  },
);

/** Writes the folder of a new provider, generates the rest and loads what its tests would. */
async function create(kind: string) {
  const folder = join(top, kind);
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of templateFiles({ id: "acme", date: "2026-11-21", scheme: kind }))
    write(path, text);
  const generated = await generateProvider(folder, "acme");
  for (const [path, text] of generated) write(path, text);
  const { definition } = (await import(join(folder, "src/definition.ts"))) as {
    definition: ProviderDefinition;
  };
  const { vectors } = (await import(join(folder, "test/vectors.ts"))) as { vectors: ProviderVectors };
  const { verifySignature: verify } = (await import(join(folder, "src/signature.ts"))) as {
    verifySignature: (delivery: object, options: object) => void;
  };
  return { kind, definition, vectors, generated, verify };
}
