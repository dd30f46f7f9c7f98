import { build } from "esbuild";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PackedPackage } from "../../../tools/build/pack.ts";
import { constantOf, namesNode } from "../../../tools/workspace/workspace.ts";
import type { Format } from "./runtimes.ts";

/**
 * Writes the suite into `folder`, where the packed packages are installed: `suite.mjs`, `suite.cjs`
 * and workerd's files.
 */
export async function writeSuite(folder: string, packages: readonly PackedPackage[]): Promise<void> {
  for (const format of ["esm", "cjs"] as const) {
    await bundle(folder, suiteSource(packages, format), {
      format,
      outfile: join(folder, format === "esm" ? "suite.mjs" : "suite.cjs"),
      external: ["@flaghook/*"],
      platform: "node",
    });
  }
  await bundle(folder, suiteSource(packages, "workerd"), {
    format: "esm",
    outfile: join(folder, "worker.mjs"),
    conditions: ["workerd", "worker", "import"],
    platform: "neutral",
    external: ["node:*"],
  });
  writeFileSync(join(folder, "worker.capnp"), workerConfig([]));
  writeFileSync(join(folder, "worker.compat.capnp"), workerConfig(["nodejs_compat"]));
}

async function bundle(folder: string, source: string, options: Parameters<typeof build>[0]): Promise<void> {
  await build({
    ...options,
    stdin: { contents: source, resolveDir: folder, loader: "ts" },
    bundle: true,
    target: "es2022",
    logLevel: "error",
  });
}

/**
 * In ESM and CJS the packages stay outside, so that the runtime itself loads them, by `import` or
 * by `require`.
 */
function suiteSource(packages: readonly PackedPackage[], target: Format | "workerd"): string {
  const load = target === "cjs" ? "require" : "import";
  const providers = packages.flatMap(providersOf);
  const run = `runSuite({
    core, signature, sha512, ed25519, testing,
    providers: [${providers.map(({ constant }, index) => `{ provider: ${constant}, vectors: vectors${index} }`).join()}],
    entries: { ${entriesOf(packages, target)
      .map((entry) => `${JSON.stringify(entry)}: () => ${load}(${JSON.stringify(entry)})`)
      .join()} },
  })`;
  return `
    import * as core from "@flaghook/core";
    import * as signature from "@flaghook/core/signature";
    import * as sha512 from "@flaghook/core/sha512";
    import * as ed25519 from "@flaghook/core/ed25519";
    import * as testing from "@flaghook/testing";
    import { runSuite } from ${JSON.stringify(join(import.meta.dirname, "suite.ts"))};
    ${providers
      .map(
        ({ constant, vectors, from, file }, index) => `
    import { ${constant} } from ${JSON.stringify(from)};
    import { ${vectors} as vectors${index} } from ${JSON.stringify(file)};`,
      )
      .join("")}
    ${target === "workerd" ? `export default { async test() { await ${run}; } };` : `${run};`}
  `;
}

/** A provider that a package exports, and the vectors of its tests. */
interface TestedProvider {
  /** The names of the two exports. */
  readonly constant: string;
  readonly vectors: string;
  readonly from: string;
  readonly file: string;
}

/** Every provider of a package: `sdkVectors` are those of its second one, `acmeSdk`. */
function providersOf({ manifest, workspace: { id, folder } }: PackedPackage): readonly TestedProvider[] {
  const file = join(folder, "test/vectors.ts");
  if (!existsSync(file)) return [];
  const found = readFileSync(file, "utf8").matchAll(/^export const (?:(\w+)V|v)ectors: ProviderVectors\b/gm);
  return Array.from(found, ([, word]) => ({
    constant: constantOf(word === undefined ? id : `${id}-${word}`),
    vectors: word === undefined ? "vectors" : `${word}Vectors`,
    from: manifest.name,
    file,
  }));
}

/** Every entry point that is code, for workerd without those that are for Node. */
function entriesOf(packages: readonly PackedPackage[], target: Format | "workerd"): readonly string[] {
  return packages.flatMap(({ manifest, workspace }) =>
    Object.keys(manifest.exports ?? {})
      .filter((subpath) => subpath !== "./package.json")
      .filter((subpath) => target !== "workerd" || !namesNode(workspace.id + subpath.slice(1)))
      .map((subpath) => manifest.name + subpath.slice(1)),
  );
}

// A date of its own: from 2026-08-04 nodejs_compat is on by default, and plain workerd is what many run.
function workerConfig(flags: readonly string[]): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "suite", worker = .suite)]);
const suite :Workerd.Worker = (
  modules = [(name = "worker.mjs", esModule = embed "worker.mjs")],
  compatibilityDate = "2025-10-01",
  compatibilityFlags = [${flags.map((flag) => JSON.stringify(flag)).join(", ")}],
);
`;
}
