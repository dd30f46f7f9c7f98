// Runs the unit and type tests where a person may clone to: in a folder that nobody else may enter, below a path with
// spaces, as this user and, where this user is root, as one who is not. `node checks/repository/src/main.ts [file...]`.
import { readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { delimiter, join } from "node:path";
import { formatTable } from "../../../tools/workspace/table.ts";
import { cloneFor, type User } from "./clone.ts";
import { runUnitTests, UNIT_PROJECTS, type UnitRun } from "./unit-run.ts";

const runs = usersToBe().map((user) => ({ user, run: runAs(user) }));

console.log(
  formatTable([
    ["folder", "user", "passed", "failed", "skipped", "seconds"],
    ...runs.map(({ user, run }) => [
      "mode 0700, path with spaces",
      user.name,
      ...[run.passed, run.failed.length, run.skipped.length, run.seconds].map(String),
    ]),
  ]),
);
for (const { user, run } of runs) {
  for (const { name, reason } of run.failed) console.error(`failed as ${user.name}: ${name}\n${reason}`);
  for (const name of run.skipped) console.error(`skipped as ${user.name}: ${name}`);
  if (run.passed === 0) console.error(run.output);
  if (run.failed.length + run.skipped.length > 0 || run.passed === 0) process.exitCode = 1;
}

function runAs(user: User): UnitRun {
  const { folder, temporary, home } = cloneFor(user);
  const path = [join(folder, "node_modules/.bin"), process.env["PATH"]].join(delimiter);
  const env = { ...process.env, PATH: path, HOME: home, TMPDIR: temporary };
  const ids = user.uid === process.getuid?.() ? {} : { uid: user.uid, gid: user.gid };
  const args = [...UNIT_PROJECTS, "--project", "types", ...process.argv.slice(2)];
  return runUnitTests(folder, join(temporary, "report.json"), args, { env, ...ids });
}

/** Whoever runs this and, for root, the user that owns nothing. */
function usersToBe(): readonly User[] {
  const { username: name, uid, gid } = userInfo();
  return uid === 0 ? [{ name, uid, gid }, nobody()] : [{ name, uid, gid }];
}

function nobody(): User {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((one) => one.startsWith("nobody:"));
  if (line === undefined) throw new Error("there is no user `nobody` to run the tests as");
  const [name = "", , uid, gid] = line.split(":");
  return { name, uid: Number(uid), gid: Number(gid) };
}
