import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  constantOf,
  entrySources,
  providerPackages,
  readManifest,
  typePrefixOf,
} from "../../../tools/workspace/workspace.ts";
import { exportsOf, type Export } from "../src/exports.ts";
import { importsOf } from "../src/imports.ts";

const HEADINGS = [
  "## Install",
  "## Verify a delivery",
  "## Events",
  "## Errors",
  "## Entry points",
  "## Dedupe and replay",
  "## Security",
  "## Facts",
];

const providers = providerPackages();

test("there are providers to look at", () => {
  expect(providers.map(({ id }) => id)).toEqual(expect.arrayContaining(["goff", "hypertune", "optimizely"]));
});

describe.each(providers)("the $id package", (provider) => {
  const { id, folder, manifest } = provider;
  const Id = typePrefixOf(id);
  const entries = entrySources(provider);
  const main = exportsOf(entries["."]!);
  const signature = exportsOf(entries["./signature"]!);
  const schemas = exportsOf(entries["./schemas"]!);
  const types = exportsOf(entries["./types"]!);

  test("has the files that every provider has", () => {
    const files = ["definition", "index", "provider", "schemas", "scheme", "signature", "types"].map(
      (name) => `src/${name}.ts`,
    );
    const tests = ["test/contract.test.ts", "test/types.test-d.ts", "test/vectors.ts"];
    const needed = [...files, ...tests, "README.md", "package.json", "tsconfig.build.json"];
    expect(needed.filter((file) => !existsSync(join(folder, file)))).toEqual([]);
  });

  test("gives the changes of an event, if it is a flag provider", () => {
    const isFlagProvider = manifest.keywords?.includes("feature-flags") === true;
    expect(existsSync(join(folder, "src/changes.ts"))).toBe(isFlagProvider);
    expect(existsSync(join(folder, "test/changes.test.ts"))).toBe(isFlagProvider);
    expect(names(main).includes("flagChanges")).toBe(isFlagProvider);
  });

  test("has zod as an optional peer of any version, so that it installs beside every zod and without one", () => {
    expect(manifest.peerDependencies).toEqual({ zod: "*" });
    expect(manifest.peerDependenciesMeta).toEqual({ zod: { optional: true } });
  });

  test("says in its README which zod its schemas need", () => {
    const lines = readFileSync(join(folder, "README.md"), "utf8").split("\n");
    const line = lines.find((one) => one.startsWith(`| \`@flaghook/${id}/schemas\` |`));
    expect(line).toContain("zod >= 4.4");
  });

  test("exports what its id says, and the shared names, from its main entry", () => {
    expect(names(main.filter(({ isType }) => !isType))).toEqual(
      expect.arrayContaining([
        constantOf(id),
        "WebhookError",
        "safeVerify",
        "sign",
        "verify",
        "verifySignature",
      ]),
    );
    expect(names(main.filter(({ isType }) => isType))).toEqual(
      expect.arrayContaining([
        `${Id}Event`,
        `${Id}EventBase`,
        `${Id}UnknownEvent`,
        "BodyInput",
        "DeliveryInput",
        "SafeVerifyResult",
        "SignOptions",
        "VerifyOptions",
        "WebhookErrorCode",
        "WebhookIssue",
      ]),
    );
  });

  test("writes its functions as functions, so that importing one does not keep the others", () => {
    const functions = main.filter(({ name }) =>
      ["verify", "safeVerify", "sign", "verifySignature"].includes(name),
    );
    expect(functions.map(({ name, declaration }) => `${name}: ${declaration}`).toSorted()).toEqual([
      "safeVerify: FunctionDeclaration",
      "sign: FunctionDeclaration",
      "verify: FunctionDeclaration",
      "verifySignature: FunctionDeclaration",
    ]);
  });

  test("exports the signature check and its error alone from ./signature", () => {
    expect(names(signature)).toEqual([
      "DeliveryInput",
      "VerifyOptions",
      "WebhookError",
      "WebhookErrorCode",
      "verifySignature",
    ]);
  });

  test("exports schemas alone from ./schemas, each of a payload or a part that ./types names", () => {
    const found = names(schemas);
    expect(found).not.toEqual([]);
    const known = new Set(names(types));
    const parts = found.map((name) => name[0]!.toUpperCase() + name.slice(1).replace(/Schema$/, ""));
    expect(found.filter((name) => !name.endsWith("Schema"))).toEqual([]);
    expect(parts.filter((name) => !known.has(name) && !known.has(`${name}Payload`))).toEqual([]);
  });

  test("exports types alone from ./types, and all of them from the main entry too", () => {
    expect(types.filter(({ isType, declaration }) => !isType && !isTypeDeclaration(declaration))).toEqual([]);
    const inMain = new Set(names(main));
    expect(names(types).filter((name) => !inMain.has(name))).toEqual([]);
  });

  test("keeps zod out of ./types", () => {
    const modules = globSync("src/{types,types/**/*}.ts", { cwd: folder });
    const specifiers = modules.flatMap((file) =>
      importsOf(join(folder, file)).map(({ specifier }) => specifier),
    );
    expect(specifiers.filter((specifier) => specifier.startsWith("zod"))).toEqual([]);
  });

  test("names the provider as its folder is named", async () => {
    const exported = (await import(entries["."]!)) as Record<string, { readonly id: string }>;
    expect(exported[constantOf(id)]!.id).toBe(id);
    expect(manifest.name).toBe(`@flaghook/${id}`);
  });

  test("has the package.json of the others, but for its own words, entries and tests' dependencies", () => {
    expect(normalised(folder, id)).toEqual(normalised(providers[0]!.folder, providers[0]!.id));
  });

  test("has the headings that every provider's README has, in their order", () => {
    const lines = withoutCode(readFileSync(join(folder, "README.md"), "utf8")).split("\n");
    expect(lines.filter((line) => /^##? /.test(line))).toEqual([`# @flaghook/${id}`, ...HEADINGS]);
  });

  test("keeps its vectors free of any runtime, so that every runtime can run them", () => {
    const modules = importsOf(join(folder, "test/vectors.ts"));
    expect(modules.filter(({ specifier, kind }) => kind !== "type" && !specifier.startsWith("."))).toEqual(
      [],
    );
  });
});

function names(exported: readonly Export[]): readonly string[] {
  return exported.map(({ name }) => name).toSorted();
}

function isTypeDeclaration(declaration: string | undefined): boolean {
  return declaration === "TSInterfaceDeclaration" || declaration === "TSTypeAliasDeclaration";
}

function normalised(folder: string, id: string): unknown {
  const {
    description: _,
    keywords: __,
    version: ___,
    devDependencies: ____,
    files: _____, // a package with parts of others publishes a NOTICE too
    exports = {},
    ...rest
  } = readManifest(folder) as unknown as Record<string, unknown>;
  // A provider may have entries of its own beside these.
  const shared = [".", "./signature", "./types", "./schemas", "./package.json"];
  const entries = Object.entries(exports as object).filter(([subpath]) => shared.includes(subpath));
  return JSON.parse(
    JSON.stringify({ ...rest, exports: Object.fromEntries(entries) })
      .replaceAll(`@flaghook/${id}`, "@flaghook/<id>")
      .replaceAll(`packages/${id}`, "packages/<id>"),
  ) as unknown;
}

function withoutCode(markdown: string): string {
  return markdown.replace(/^```[^]*?^```/gm, "");
}
