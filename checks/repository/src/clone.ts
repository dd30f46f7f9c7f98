import { cpSync, lchownSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runOrThrow } from "../../../tools/workspace/run.ts";
import { root } from "../../../tools/workspace/workspace.ts";
import { repositoryFiles } from "./tree.ts";

/** Somebody who runs the tests. */
export interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** A copy of the repository, installed, as somebody may have cloned it. */
export interface Clone {
  readonly folder: string;
  /** For temporary files, inside the private folder as well. */
  readonly temporary: string;
  readonly home: string;
}

/**
 * Copies the repository into a path with spaces, below a folder that nobody but `user` may enter,
 * and installs it there. Only root can do so for somebody else. Removed when the process ends.
 */
export function cloneFor(user: User): Clone {
  const privately = realpathSync(mkdtempSync(join(tmpdir(), "flaghook-clone-"))); // mode 0700
  process.once("exit", () => rmSync(privately, { recursive: true, force: true }));
  const folder = join(privately, "a path with spaces", "flaghook");
  const [temporary, home] = [join(privately, "tmp"), join(privately, "home")];
  const files = repositoryFiles();
  for (const file of files) copy(file, folder);
  for (const one of [temporary, home]) mkdirSync(one);
  // By ourselves: installed files are shared with the package manager's store, and stay ours. Their folders are not shared.
  runOrThrow("pnpm", ["install", "--frozen-lockfile", "--prefer-offline"], { cwd: folder });

  const owned = new Set([
    privately,
    dirname(folder),
    temporary,
    home,
    ...foldersIn(join(folder, "node_modules")),
  ]);
  for (const file of files) {
    for (let path = join(folder, file); path.startsWith(folder); path = dirname(path)) owned.add(path);
  }
  if (user.uid !== process.getuid?.()) for (const path of owned) lchownSync(path, user.uid, user.gid);
  return { folder, temporary, home };
}

/**
 * A folder and all below it, as the one who installed them could write there: vitest's type checker
 * does.
 */
function foldersIn(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return [folder, ...entries.filter((one) => one.isDirectory()).map((one) => join(one.parentPath, one.name))];
}

function copy(file: string, folder: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  cpSync(join(root, file), join(folder, file));
}
