import { spawn } from "node:child_process";
import { once } from "node:events";
import { delimiter, join } from "node:path";
import { text } from "node:stream/consumers";
import type { Ended } from "./run.ts";
import { root } from "./workspace.ts";

/**
 * Runs a command as its own project would, without blocking: a registry that it asks may be in this
 * process.
 */
export async function runApart(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  const child = spawn(command, args, { cwd, env: { ...projectEnvironment(), ...env }, stdio: "pipe" });
  child.stdin.end();
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close") as Promise<[number | null]>,
  ]);
  return { status: status ?? 1, output: stdout + stderr };
}

/**
 * Without what a package manager that started us told its scripts: only how to reach the network.
 * The workspace's Node comes first on the path.
 */
export function projectEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(
    ([name]) => !/^p?npm_/i.test(name) || /^npm_config_(?:registry|cafile|.*proxy)$/i.test(name),
  );
  const path = [join(root, "node_modules/.bin"), process.env["PATH"]].join(delimiter);
  return { ...Object.fromEntries(entries), PATH: path };
}
