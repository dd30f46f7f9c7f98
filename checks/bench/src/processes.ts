import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const folder = fileURLToPath(new URL("..", import.meta.url));

/** Makes the measuring programs readable for a Node that does not know TypeScript. Packages stay imports: their builds run. */
export function compilePrograms(): void {
  buildSync({
    absWorkingDir: folder,
    entryPoints: ["src/measure-speed.ts", "src/measure-batch.ts", "src/measure-import.ts"],
    outdir: "dist",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    format: "esm",
    platform: "node",
  });
}

/** Runs a measuring program in a fresh process and reads what it answers. */
export function measure(node: string, program: string, ...args: readonly string[]): unknown {
  const output = execFileSync(node, ["--expose-gc", `${folder}/dist/measure-${program}.mjs`, ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(output);
}
