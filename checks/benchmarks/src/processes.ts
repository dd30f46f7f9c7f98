import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const folder = fileURLToPath(new URL("..", import.meta.url));

/** What runs in a process of its own, by name. */
const programs = {
  speed: "src/verification/measure-speed.ts",
  batch: "src/verification/measure-batch.ts",
  import: "src/verification/measure-import.ts",
  "event-loop": "src/inbox/measure-event-loop.ts",
} as const;

/**
 * Makes the measuring programs readable for a Node that does not know TypeScript. Packages stay
 * imports: their builds run.
 */
export function compilePrograms(): void {
  buildSync({
    absWorkingDir: folder,
    entryPoints: programs,
    outdir: "dist",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    format: "esm",
    platform: "node",
  });
}

/** How to run a measuring program. */
export interface Process {
  readonly node?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a measuring program in a fresh process and reads what it prints. */
export function measure(
  program: keyof typeof programs,
  args: readonly string[],
  { node = process.execPath, env = process.env }: Process = {},
): unknown {
  const output = execFileSync(node, ["--expose-gc", `${folder}/dist/${program}.mjs`, ...args], {
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(output);
}
