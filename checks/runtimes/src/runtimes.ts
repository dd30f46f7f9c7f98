import { existsSync } from "node:fs";
import { join } from "node:path";

/** The module formats in which packages are loaded. */
export type Format = "esm" | "cjs";

/** One runtime, and how the suite is put before it. */
export interface Runtime {
  readonly name: string;
  readonly formats: readonly Format[];
  readonly backend: "node:crypto" | "@noble/hashes";
  /**
   * Whether the runtime loads packages itself. workerd takes one bundle, made under its own
   * conditions.
   */
  readonly bundled: boolean;
  /** The command that runs a file; for workerd, a configuration that names it. */
  command(file: string): readonly [string, ...string[]];
}

/**
 * The runtimes to check, without the Node versions of which there is no build for this machine on
 * npm.
 */
export function runtimes(folder: string): readonly Runtime[] {
  const bin = (name: string): string => join(folder, "node_modules/.bin", name);
  return [
    ...["20", "22", "24", "26"].flatMap((version) => node(folder, version)),
    {
      name: "bun",
      formats: ["esm", "cjs"],
      backend: "node:crypto",
      bundled: false,
      command: (file) => [bin("bun"), file],
    },
    {
      name: "deno",
      formats: ["esm", "cjs"],
      backend: "node:crypto",
      bundled: false,
      command: (file) => [bin("deno"), "run", "-A", file],
    },
    {
      name: "workerd",
      formats: ["esm"],
      backend: "@noble/hashes",
      bundled: true,
      command: (file) => [bin("workerd"), "test", file.replace(/\.mjs$/, ".capnp")],
    },
    {
      name: "workerd with nodejs_compat",
      formats: ["esm"],
      backend: "node:crypto",
      bundled: true,
      command: (file) => [bin("workerd"), "test", file.replace(/\.mjs$/, ".compat.capnp")],
    },
  ];
}

function node(folder: string, version: string): Runtime[] {
  const binary = join(
    folder,
    "node_modules",
    `node${version}-${process.platform}-${process.arch}`,
    "bin/node",
  );
  if (!existsSync(binary)) return [];
  return [
    {
      name: `node ${version}`,
      formats: ["esm", "cjs"],
      backend: "node:crypto",
      bundled: false,
      command: (file) => [binary, file],
    },
  ];
}
