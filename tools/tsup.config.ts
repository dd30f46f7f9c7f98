import { existsSync, readFileSync } from "node:fs";
import { defineConfig } from "tsup";

interface PackageJson {
  exports: Record<string, string | { "@flaghook/source"?: string }>;
  imports?: Record<string, { "@flaghook/source": Record<string, string> }>;
}

// Run in a package's folder: what it exports is what is built, so no package needs a configuration of its own.
const { exports, imports = {} } = JSON.parse(readFileSync("package.json", "utf8")) as PackageJson;

const entries = Object.values(exports).flatMap((target) =>
  typeof target === "object" && target["@flaghook/source"] !== undefined ? [target["@flaghook/source"]] : [],
);
const variants = Object.values(imports).flatMap((target) => Object.values(target["@flaghook/source"]));

export default defineConfig({
  entry: [...new Set([...entries, ...variants])],
  format: ["esm", "cjs"],
  target: "es2022",
  platform: "neutral",
  external: [/^#/, /^node:/], // package imports are resolved by the user's runtime, built-ins by nobody
  removeNodeProtocol: false, // the default writes "sqlite" for "node:sqlite"
  splitting: true, // shared chunks in CJS too: one error class across the entries of a package
  sourcemap: !existsSync("src/generated"), // generated data is nothing to step through, and its maps twice its size
  clean: true,
  dts: false, // TypeScript 7 has no compiler API for tsup to call; emit-types.ts runs tsc itself
});
