import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { inDependencyOrder } from "../../../tools/release/dependency-order.ts";
import { root } from "../../../tools/workspace/workspace.ts";

/** Stands in for npm: writes down what it is asked, and knows the packages that `ON_NPM` lists. */
const NPM = `#!/bin/sh
echo "$@" >> "$CALLS"
if [ "$1" = publish ]; then exit 0; fi
if [ -n "$NPM_FAILS" ]; then echo '{"error":{"code":"E500"}}'; exit 1; fi
case " $ON_NPM " in *" $2 "*) echo '"1.2.3"';; *) echo '{"error":{"code":"E404"}}'; exit 1;; esac
`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flaghook-publish-"));
  for (const name of ["bin", "package", "packed"]) mkdirSync(join(folder, name));
  writeFileSync(join(folder, "bin/npm"), NPM);
  chmodSync(join(folder, "bin/npm"), 0o755);
  pack("adapters", { "@flaghook/core": "^1.2.3" });
  pack("core");
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test("publishes what npm does not have, dependencies first, and says which version", () => {
  expect(publish({})).toEqual({
    status: 0,
    calls: [
      "view @flaghook/core@1.2.3 version --json",
      "publish packed/core.tgz --access public --provenance",
      "view @flaghook/adapters@1.2.3 version --json",
      "publish packed/adapters.tgz --access public --provenance",
    ],
    output: "version=1.2.3\n",
  });
});

test("goes on where a release broke off", () => {
  expect(publish({ ON_NPM: "@flaghook/core@1.2.3" })).toMatchObject({
    status: 0,
    calls: [
      "view @flaghook/core@1.2.3 version --json",
      "view @flaghook/adapters@1.2.3 version --json",
      "publish packed/adapters.tgz --access public --provenance",
    ],
  });
});

test("names no version when there is nothing to publish, so that nothing is tagged", () => {
  const { status, output } = publish({ ON_NPM: "@flaghook/core@1.2.3 @flaghook/adapters@1.2.3" });
  expect({ status, output }).toEqual({ status: 0, output: "" });
});

test("publishes nothing when npm cannot say what it has", () => {
  const { status, calls } = publish({ NPM_FAILS: "yes" });
  expect({ status, calls }).toEqual({ status: 1, calls: ["view @flaghook/core@1.2.3 version --json"] });
});

test("packages that depend on each other in a circle have no order", () => {
  const circle = [
    { name: "one", dependencies: { other: "1" } },
    { name: "other", dependencies: { one: "1" } },
  ];
  expect(() => inDependencyOrder(circle)).toThrow("one, other depend on each other.");
});

function pack(id: string, dependencies: Readonly<Record<string, string>> = {}): void {
  const manifest = { name: `@flaghook/${id}`, version: "1.2.3", dependencies };
  writeFileSync(join(folder, "package/package.json"), JSON.stringify(manifest));
  execFileSync("tar", ["-czf", `packed/${id}.tgz`, "package"], { cwd: folder });
}

function publish(environment: Readonly<Record<string, string>>): {
  readonly status: number | null;
  readonly calls: readonly string[];
  readonly output: string;
} {
  const files = { CALLS: join(folder, "calls"), GITHUB_OUTPUT: join(folder, "output") };
  for (const file of Object.values(files)) writeFileSync(file, "");
  const { status } = spawnSync(process.execPath, [join(root, "tools/release/publish-packed.ts"), "packed"], {
    cwd: folder,
    env: {
      ...process.env,
      ...files,
      ...environment,
      PATH: [join(folder, "bin"), process.env["PATH"]].join(delimiter),
    },
  });
  const calls = readFileSync(files.CALLS, "utf8").split("\n").slice(0, -1);
  return { status, calls, output: readFileSync(files.GITHUB_OUTPUT, "utf8") };
}
