import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import type { Provider } from "../../../packages/core/src/index.ts";
import { bundle as bundleOnce, SHA512, type Bundle } from "../../../tools/build/bundle.ts";
import { secretOf } from "../../../tools/test-support/secret-of.ts";
import {
  entrySources,
  namesNode,
  providerPackages,
  publishedPackages,
  root,
  type WorkspacePackage,
} from "../../../tools/workspace/workspace.ts";

const SOURCE = "@flaghook/source"; // no build needed, and none that is stale

const CONDITIONS = {
  node: [SOURCE, "node", "import"],
  workerd: [SOURCE, "workerd", "worker", "import"],
  "edge-light": [SOURCE, "edge-light", "worker", "import"],
  browser: [SOURCE, "browser", "import"],
} as const;

const bundles = new Map<string, Promise<Bundle>>();

/** Bundles an entry once for each set of conditions: many tests ask about the same bundle. */
function bundle(entry: string, conditions: readonly string[]): Promise<Bundle> {
  const key = [entry, ...conditions].join(" ");
  const bundled = bundles.get(key) ?? bundleOnce(entry, conditions, { external: engines() });
  bundles.set(key, bundled);
  return bundled;
}

interface Entry {
  /** As imported, without the scope: `goff/signature`. */
  readonly name: string;
  readonly file: string;
}

const entries = publishedPackages().flatMap(entriesOf);
const portable = entries.filter(({ name }) => !namesNode(name));

describe.each(Object.keys(CONDITIONS) as (keyof typeof CONDITIONS)[])("under %s conditions", (condition) => {
  test.each(portable)("@flaghook/$name imports nothing of Node when it is loaded", async ({ file }) => {
    const { staticImports } = await bundle(file, CONDITIONS[condition]);
    expect(staticImports).toEqual([]);
  });

  test.each(entries)("@flaghook/$name brings zod along only if it is for schemas", async ({ name, file }) => {
    const { modules } = await bundle(file, CONDITIONS[condition]);
    const hasZod = modules.some((module) => module.includes("node_modules/zod/"));
    expect(hasZod).toBe(name.endsWith("/schemas"));
  });
});

test.each(entries)("@flaghook/$name leaves @noble's code out on Node", async ({ file }) => {
  const { modules } = await bundle(file, CONDITIONS.node);
  expect(modules.filter((module) => module.includes("@noble/"))).toEqual([]);
});

describe.each(["workerd", "edge-light", "browser"] as const)("under %s conditions", (condition) => {
  const signing = entries.filter(({ name }) => name === "core" || name.endsWith("/signature"));

  test.each(signing)("@flaghook/$name computes with @noble/hashes", async ({ file }) => {
    const { modules } = await bundle(file, CONDITIONS[condition]);
    expect(modules.filter((module) => module.includes("@noble/hashes"))).not.toEqual([]);
  });

  test.each(portable)("@flaghook/$name has SHA-512 only if that is what it is", async ({ name, file }) => {
    const { code } = await bundle(file, CONDITIONS[condition]);
    expect(SHA512.test(code)).toBe(name === "core/sha512" || hasKeyPairs(name));
  });

  test.each(portable)("@flaghook/$name has curves only if it has key pairs", async ({ name, file }) => {
    const { modules } = await bundle(file, CONDITIONS[condition]);
    expect(modules.some((module) => module.includes("@noble/curves"))).toBe(hasKeyPairs(name));
  });
});

describe("the OpenTelemetry API", () => {
  const API = "@opentelemetry/api";
  const others = engines().filter((name) => name !== API);

  test("is left alone by webpack: what tells it so survives a build", async () => {
    const { code } = await bundleOnce("./packages/inbox/src/index.ts", CONDITIONS.node, {
      external: [...others, API],
    });
    expect(code).toMatch(/import\(\s*\/\* webpackIgnore: true \*\/\s*"@opentelemetry\/api"\s*\)/);
  });

  test("is taken along by esbuild where it is installed, and is no static import", async () => {
    const { modules, staticImports } = await bundleOnce("./packages/inbox/src/index.ts", CONDITIONS.node, {
      external: others,
    });
    expect(modules.some((module) => module.includes(`node_modules/${API}/`))).toBe(true);
    expect(staticImports).toEqual([]);
  });
});

/** What a provider with one hex signature has no use for. */
const OTHER_KINDS =
  /token-scheme|token-secret|compile-schemes?\.|assign-secrets|signed-text|handshake|ed25519/;

describe.each(["hypertune", "goff", "optimizely", "github"])("%s, with one hex signature", (id) => {
  const own = portable.filter(({ name }) => name === id || name === `${id}/signature`);

  test.each(own)("@flaghook/$name carries no other kind of scheme", async ({ file }) => {
    for (const condition of ["node", "workerd"] as const) {
      const { modules } = await bundle(file, CONDITIONS[condition]);
      expect(modules.filter((module) => OTHER_KINDS.test(module))).toEqual([]);
    }
  });
});

describe("header names", () => {
  test.each(providerPackages())("$id's own are in none of the other packages", async (provider) => {
    const headers = await distinctiveHeaders(provider);
    const others = portable.filter(({ name }) => name.split("/")[0] !== provider.id);
    for (const { name, file } of others) {
      const { code } = await bundle(file, CONDITIONS.node);
      expect({ name, leaked: headers.filter((header) => isNamed(code, header)) }).toEqual({
        name,
        leaked: [],
      });
    }
  });

  test.each(providerPackages())("$id's signature header is in its own bundle", async (provider) => {
    const { code } = await bundle(entrySources(provider)["."]!, CONDITIONS.node);
    expect((await headersOf(provider)).filter((header) => isNamed(code, header))).not.toEqual([]);
  });
});

/** Entries that verify ed25519. */
function hasKeyPairs(name: string): boolean {
  return name === "core/ed25519" || /^standard-webhooks(?:\/signature)?$/.test(name);
}

function entriesOf(one: WorkspacePackage): readonly Entry[] {
  return Object.entries(entrySources(one)).map(([subpath, file]) => ({
    name: join(one.id, subpath),
    file: `./${relative(root, file)}`,
  }));
}

/** Engines and their drivers, and what a package looks for at run time: none of it is ours. */
function engines(): readonly string[] {
  return publishedPackages()
    .flatMap(({ manifest }) => Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }))
    .filter((name) => !/^@flaghook\/|^zod$|^@noble\//.test(name));
}

/**
 * Headers of this provider and of no other one. Some share theirs: a name that two send gives
 * neither away.
 */
async function distinctiveHeaders(provider: WorkspacePackage): Promise<readonly string[]> {
  const others = providerPackages().filter(({ id }) => id !== provider.id);
  const shared = new Set((await Promise.all(others.map(headersOf))).flat());
  return (await headersOf(provider)).filter((header) => !shared.has(header));
}

/**
 * The provider's own headers, by what it signs. `content-type` and the like belong to everybody.
 */
async function headersOf({ folder }: WorkspacePackage): Promise<readonly string[]> {
  const exported = (await import(join(folder, "src/index.ts"))) as Record<string, unknown>;
  const signed = Object.values(exported)
    .filter(isProvider) // a package may have a second one
    .flatMap((provider) => {
      const [event = ""] = Object.keys(provider.events);
      return Object.keys(provider.sign("{}", { secret: secretOf(provider), name: event, id: "1" }));
    });
  return signed.map((name) => name.toLowerCase()).filter((name) => !COMMON.includes(name));
}

function isProvider(value: unknown): value is Provider {
  return typeof value === "object" && value !== null && "safeVerify" in value && "schemes" in value;
}

/** Headers of every request. */
const COMMON: readonly string[] = ["accept", "content-type", "user-agent"];

function isNamed(code: string, header: string): boolean {
  return [`"${header}"`, `'${header}'`, `\`${header}\``].some((literal) => code.includes(literal));
}
