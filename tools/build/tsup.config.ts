import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig, type Options } from "tsup";
import { portableMap, type SourceMap } from "./portable-map.ts";

type Target = string | { "@flaghook/source"?: string; node?: { import: { default: string } } };

interface PackageJson {
  exports: Record<string, Target>;
  imports?: Record<string, { "@flaghook/source": Record<string, string> }>;
}

// Run in a package's folder: what it exports is what is built, so no package needs a configuration of its own.
const { exports, imports = {} } = JSON.parse(readFileSync("package.json", "utf8")) as PackageJson;

rmSync("dist", { recursive: true, force: true }); // not `clean`: the builds below run side by side

const targets = Object.values(exports).filter((target) => typeof target === "object");
const entries = targets.flatMap((target) => target["@flaghook/source"] ?? []);
const variants = Object.values(imports).flatMap((target) => Object.values(target["@flaghook/source"]));

const common: Options = {
  format: ["esm", "cjs"],
  target: "es2022",
  platform: "neutral",
  removeNodeProtocol: false, // the default writes "sqlite" for "node:sqlite"
  sourcemap: !existsSync("src/generated"), // generated data is nothing to step through, and its maps twice its size
  dts: false, // TypeScript 7 has no compiler API for tsup to call; emit-types.ts runs tsc itself
  plugins: [{ name: "portable-maps", buildEnd: ({ writtenFiles }) => rewriteMaps(writtenFiles) }],
};

/** Two builds in two folders give the same bytes: nothing in a map may say where it was made. */
function rewriteMaps(writtenFiles: readonly { readonly name: string }[]): void {
  for (const { name } of writtenFiles.filter((file) => file.name.endsWith(".map"))) {
    const map = JSON.parse(readFileSync(name, "utf8")) as SourceMap;
    writeFileSync(name, JSON.stringify(portableMap(map, resolve(name.slice(0, -".map".length)))));
  }
}

// Most of a provider's entries share a few lines with the main one, which would be one more file for both to load. Its schemas
// share the shapes, and are too large to be there twice.
const { "./signature": signature } = exports;
const isProvider = typeof signature === "object" && signature.node !== undefined;
const small = isProvider ? entries.filter((entry) => !/\/(?:index|schemas)\.ts$/.test(entry)) : [];

// Namespaces in namespaces, of which a bundle drops what is unused only while they are modules: one file would hold them all.
const [samples] = ["src/samples.ts"].filter((entry) => existsSync(entry));
const modules: Options[] =
  samples === undefined
    ? []
    : [
        {
          ...common,
          format: ["esm"],
          entry: [samples, ...globSync("src/generated/samples/**/*.ts").toSorted()],
          bundle: false,
          plugins: [{ name: "specifiers", buildEnd: ({ writtenFiles }) => rewriteSpecifiers(writtenFiles) }],
        },
        { ...common, format: ["cjs"], entry: [samples], splitting: false },
      ];

/** Nothing resolves the imports of what is not bundled: they name the sources. */
function rewriteSpecifiers(writtenFiles: readonly { readonly name: string }[]): void {
  for (const { name } of writtenFiles.filter((file) => file.name.endsWith(".js"))) {
    const text = readFileSync(name, "utf8");
    writeFileSync(name, text.replace(/((?:from|import) "\.[^"]*)\.ts"/g, '$1.js"'));
  }
}

const shared: Options = {
  ...common,
  entry: [...new Set([...entries, ...variants])].filter(
    (entry) => !small.includes(entry) && entry.replace("./", "") !== samples,
  ),
  external: [/^#/, /^node:/], // package imports are resolved by the user's runtime, built-ins by nobody
  noExternal: [/^@flaghook\/core\/(?:check|shape)$/], // of two files fewer to load; what a bundle has twice of it are a few lines
  splitting: true, // shared chunks in CJS too: one error class across the entries of a package
};

// An entry with a target of its own for Node is one file there, core included: ten small ones take 5 ms more to load.
const alone = targets.flatMap((target): Options[] => {
  const file = target.node?.import.default;
  if (file === undefined) return [];
  return [
    {
      ...common,
      entry: { [file.replace(/^\.\/dist\/|\.js$/g, "")]: target["@flaghook/source"]! },
      external: [/^node:/],
      noExternal: [/^@flaghook\//, /^#/],
      splitting: false,
      esbuildOptions: (options) => {
        options.conditions = ["@flaghook/source", "node"];
      },
    },
  ];
});

const apart = small.map((entry): Options => ({ ...shared, entry: [entry], splitting: false }));

export default defineConfig([shared, ...modules, ...apart, ...alone]);
