// Adds Vercel to a copy of the repository as somebody would, with `pnpm new-provider` and the files of `fixtures/vercel`, and
// a made-up sender of tokens beside it, and runs what must find them there. Fails when a test does, or when a file outside their folders had to change that no command
// writes. `pnpm check:new-provider`: about three minutes.
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { userInfo } from "node:os";
import { formatTable } from "../../../tools/workspace/table.ts";
import { run } from "../../../tools/workspace/run.ts";
import { root } from "../../../tools/workspace/workspace.ts";
import { cloneFor } from "../../repository/src/clone.ts";
import { repositoryFiles } from "../../repository/src/tree.ts";

const ID = "vercel";
/** Another one, which stays as it was written: it sends a token and signs nothing. */
const TOKEN_ID = "acme-token";
/** Files outside of the folders that commands write. */
const WRITTEN =
  /^(?:\.changeset\/(?:vercel|acme-token)\.md|docs\/flag-changes\.md|README\.md|pnpm-lock\.yaml|packages\/testing\/src\/generated\/.+|packages\/cli\/(?:README\.md|package\.json|src\/generated\/.+|samples\/generated\/.+))$/;
/** What looks for providers, or for what they lack. */
const FINDERS = `packages/${ID} packages/${TOKEN_ID} checks/repository checks/benchmarks checks/interop checks/fuzz tools/provider-generator packages/cli`;

const { username: name, uid, gid } = userInfo();
const { folder } = cloneFor({ name, uid, gid });
const before = contents();
const env = { PATH: [join(folder, "node_modules/.bin"), process.env["PATH"]].join(":") };
const steps: string[][] = [["step", "result"]];

step("pnpm new-provider", ["pnpm", "new-provider", ID, "--scheme", "hex"]);
step("the same for a token", ["pnpm", "new-provider", TOKEN_ID, "--scheme", "token"]);
step("their tests, at once", [
  "vitest",
  "run",
  "--project",
  "unit",
  `packages/${ID}`,
  `packages/${TOKEN_ID}`,
]);
fillIn();
step("pnpm generate", ["pnpm", "generate"]);
step("unit tests", ["vitest", "run", "--project", "unit", ...FINDERS.split(" ")]);
step("type tests", ["vitest", "run", "--project", "types", `packages/${ID}`, `packages/${TOKEN_ID}`]);
step("types", ["pnpm", "types"]);
step("lint", ["pnpm", "lint"]);
step("format", ["pnpm", "format:check"]);

const own = [ID, TOKEN_ID].map((id) => `packages/${id}/`);
const strays = changedFiles().filter(
  (file) => !own.some((path) => file.startsWith(path)) && !WRITTEN.test(file),
);
steps.push(["files changed elsewhere", strays.join(", ") || "none but what commands write"]);
if (strays.length > 0) process.exitCode = 1;
console.log(formatTable(steps));

/** What a person fills in. */
function fillIn(): void {
  rmSync(join(folder, "packages", ID, "test/samples"), { recursive: true }); // of the made-up event
  cpSync(join(import.meta.dirname, "../fixtures", ID), join(folder, "packages", ID), { recursive: true });
  const readme = join(folder, "packages", ID, "README.md");
  const text = readFileSync(readme, "utf8")
    .replace(
      `[Vercel](https://example.com/${ID}): changes of things.`,
      "[Vercel](https://vercel.com): flags and deployments.",
    )
    .replace(
      "Where each fact comes from, and the day it was checked.",
      "Read from Vercel's pages, checked 2026-11-21.",
    );
  writeFileSync(readme, text);
}

function step(what: string, [command, ...args]: readonly [string, ...string[]]): void {
  const { status, output } = run(command, args, { cwd: folder, env });
  steps.push([what, status === 0 ? "passed" : `failed with ${status}`]);
  if (status === 0) return;
  console.error(output);
  process.exitCode = 1;
}

function changedFiles(): readonly string[] {
  return [...contents()].flatMap(([file, text]) => (before.get(file) === text ? [] : [file]));
}

/** The text of every file in the copy, by its path there. */
function contents(): ReadonlyMap<string, string> {
  const files = repositoryFiles(folder).map((file) => relative(folder, join(root, file)));
  return new Map(files.map((file) => [file, readFileSync(join(folder, file), "utf8")]));
}
