import { spawnSync } from "node:child_process";
import type { Place } from "./place.ts";

/** How a line of a shell ended, without a terminal. */
export interface ShellResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a line in bash, without a terminal. */
export function shell(
  { folder, env: base }: Place,
  line: string,
  env: Readonly<Record<string, string>> = {},
): ShellResult {
  const { status, stdout, stderr } = spawnSync("bash", ["-c", line], {
    cwd: folder,
    env: { ...base, ...env },
    input: "",
    encoding: "utf8",
  });
  return { code: status, stdout, stderr };
}
