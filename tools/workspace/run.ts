import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { root } from "./workspace.ts";

/** How a command ended. */
export interface Ended {
  readonly status: number;
  /** What it wrote, both streams together. */
  readonly output: string;
}

/** Runs a command with the workspace's own tools first on the path, as pnpm would. */
export function run(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv; readonly input?: string } = {},
): Ended {
  const path = [join(root, "node_modules/.bin"), process.env["PATH"]].join(delimiter);
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: options.cwd ?? root,
    env: { ...process.env, PATH: path, ...options.env },
    input: options.input ?? "",
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === "win32",
  });
  if (error !== undefined) return { status: 1, output: error.message };
  return { status: status ?? 1, output: `${stdout}${stderr}` };
}

/** Like {@link run}, for steps that the rest depends on. */
export function runOrThrow(
  command: string,
  args: readonly string[],
  options?: Parameters<typeof run>[2],
): string {
  const { status, output } = run(command, args, options);
  if (status !== 0) throw new Error(`${[command, ...args].join(" ")} ended with ${status}:\n${output}`);
  return output;
}
