import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, sep } from "node:path";
import type { PackedPackage } from "../../../tools/build/pack.ts";
import type { PackedFact } from "./facts.ts";
import { runOrThrow } from "../../../tools/workspace/run.ts";
import { root } from "../../../tools/workspace/workspace.ts";

/** What installs, builds and git leave behind: no source of anything. */
const LEFT_BEHIND = new Set([".git", ".turbo", "coverage", "dist", "logs", "node_modules"]);

/**
 * Copies the repository to a folder deeper than its own, installs without a network and builds
 * there. The folder goes when the process ends.
 */
export function rebuild(): string {
  const temporary = realpathSync(mkdtempSync(join(tmpdir(), "flaghook-rebuilt-")));
  process.once("exit", () => rmSync(temporary, { recursive: true, force: true }));
  const folder = join(temporary, ...root.split(sep).map((_, level) => `level-${level}`), "copy");
  mkdirSync(folder, { recursive: true });
  cpSync(root, folder, { recursive: true, filter: (path) => !LEFT_BEHIND.has(basename(path)) });
  runOrThrow("pnpm", ["install", "--offline", "--frozen-lockfile", "--ignore-scripts"], { cwd: folder });
  runOrThrow("pnpm", ["exec", "turbo", "run", "build", "--force"], { cwd: folder });
  return folder;
}

/** Whether the packed files are byte for byte those of another build in another place. */
export function reproducibleFact({ folder, workspace }: PackedPackage, rebuilt: string): PackedFact {
  const other = join(rebuilt, "packages", workspace.id);
  const files = new Set([folder, other].flatMap((cwd) => globSync("dist/**/*.*", { cwd })));
  const faults = [...files]
    .filter((file) => !hasSameBytes(join(folder, file), join(other, file)))
    .map((file) => `${file} is another when it is built in another folder`);
  return { claim: "reproducible", faults };
}

function hasSameBytes(one: string, other: string): boolean {
  try {
    return readFileSync(one).equals(readFileSync(other));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}
