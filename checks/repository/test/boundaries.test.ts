import { globSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  providerPackages,
  publishedPackages,
  type Manifest,
  type WorkspacePackage,
} from "../../../tools/workspace/workspace.ts";
import { importsOf, type Import } from "../src/imports.ts";

/**
 * Which of our packages each may import: the arrows of the architecture. Providers have `core`, and
 * never each other.
 */
const ARROWS: Readonly<Record<string, readonly string[] | "any">> = {
  core: [],
  adapters: ["core"],
  inbox: ["core"],
  "inbox-bullmq": ["core", "inbox"],
  "inbox-pg-boss": ["core", "inbox"],
  outlets: ["core"],
  testing: ["core"],
  cli: "any",
};

/** Files that name Node: nothing else imports `node:*`, so that the rest runs everywhere. */
const NAMES_NODE: Readonly<Record<string, RegExp>> = {
  core: /^crypto\/(?:ed25519-)?node\.ts$/,
  adapters: /^(?:node|express|fastify|koa|lambda)[-./]/,
  inbox: /^sqlite[-./]/,
  "inbox-bullmq": /^/,
  "inbox-pg-boss": /^/,
  cli: /^/,
};

/** Files that import code which is not ours. Types may come from anywhere that is declared. */
const IMPORTS_OTHERS: Readonly<Record<string, RegExp>> = {
  core: /^(?:crypto\/(?:sha512-|ed25519-)?portable|shape\/schema-kinds)\.ts$/,
  inbox: /^handling\/telemetry\.ts$/,
  "inbox-bullmq": /^/,
  "inbox-pg-boss": /^/,
  cli: /^/,
};

const providers = new Set(providerPackages().map(({ id }) => id));

describe.each(publishedPackages())("the $id package", ({ id, folder, manifest }: WorkspacePackage) => {
  const imports = globSync("**/*.ts", { cwd: join(folder, "src") }).flatMap((file) =>
    importsOf(join(folder, "src", file)).map((one) => ({ file, ...one })),
  );
  const faults = (isFault: (one: Import & { readonly file: string }) => boolean): readonly string[] =>
    imports.filter(isFault).map(({ file, specifier, kind }) => `${file} imports ${specifier} (${kind})`);

  test("has arrows", () => {
    expect(Object.keys(ARROWS).includes(id) || providers.has(id)).toBe(true);
    expect(imports.length).toBeGreaterThan(0);
  });

  test("imports those of our packages that its arrows lead to", () => {
    const allowed = providers.has(id) ? ["core"] : ARROWS[id];
    expect(
      faults(({ specifier }) => {
        const imported = /^@flaghook\/([^/]+)/.exec(specifier)?.[1];
        return imported !== undefined && allowed !== "any" && allowed?.includes(imported) !== true;
      }),
    ).toEqual([]);
  });

  test("reaches other packages by name, never by path", () => {
    expect(
      faults(({ file, specifier }) => {
        const depth = file.split("/").length - 1;
        const up = specifier.split("/").filter((part) => part === "..").length;
        return specifier.startsWith("..") && up > depth;
      }),
    ).toEqual([]);
  });

  test("names Node only in the files that are for it", () => {
    expect(
      faults(({ file, specifier }) => specifier.startsWith("node:") && NAMES_NODE[id]?.test(file) !== true),
    ).toEqual([]);
  });

  test("imports built-in modules by their full name", () => {
    expect(
      faults(({ specifier }) =>
        /^(?:fs|path|crypto|http|https|os|url|util|stream|zlib|process|buffer)$/.test(specifier),
      ),
    ).toEqual([]);
  });

  test("imports code of others only where it may", () => {
    expect(
      faults(
        ({ file, specifier, kind }) =>
          kind !== "type" && isForeign(specifier) && !mayImport(id, file, specifier),
      ),
    ).toEqual([]);
  });

  test("declares every package that it imports", () => {
    const names = imports
      .filter(({ specifier }) => /^[@a-z]/.test(specifier) && !specifier.startsWith("node:"))
      .map(({ specifier, kind }) => ({ name: packageOf(specifier), kind }));
    expect(names.filter(({ name, kind }) => !isDeclared(manifest, name, kind))).toEqual([]);
  });
});

test.each(["node", "ed25519-node"])(
  "core's %s.ts imports types of Node alone, and loads the rest later",
  (file) => {
    const core = publishedPackages().find(({ id }) => id === "core")!;
    const imports = importsOf(join(core.folder, `src/crypto/${file}.ts`));
    expect(imports.filter(({ specifier }) => specifier.startsWith("node:"))).toEqual([
      { specifier: "node:crypto", kind: "type" },
    ]);
  },
);

function mayImport(id: string, file: string, specifier: string): boolean {
  // "zod/mini" alone: the named export of "zod" brings every language of its messages along.
  if (providers.has(id)) return specifier === "zod/mini" && /^(?:schemas|generated)[-./]/.test(file);
  return IMPORTS_OTHERS[id]?.test(file) === true;
}

function isForeign(specifier: string): boolean {
  return /^[@a-z]/.test(specifier) && !specifier.startsWith("node:") && !specifier.startsWith("@flaghook/");
}

function packageOf(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

function isDeclared(manifest: Manifest, name: string, kind: Import["kind"]): boolean {
  const { dependencies, optionalDependencies, peerDependencies, devDependencies } = manifest;
  const declared = { ...dependencies, ...optionalDependencies, ...peerDependencies };
  // Types that leave no trace in the declarations need not be there for users; attw and the consumer projects check that.
  return name in declared || (kind === "type" && devDependencies !== undefined && name in devDependencies);
}
