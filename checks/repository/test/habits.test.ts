import { expect, test } from "vitest";
import { publishedPackages } from "../../../tools/workspace/workspace.ts";
import { read, repositoryFiles } from "../src/tree.ts";

const files = repositoryFiles();

test("a contributor finds what the hosts of repositories look for", () => {
  expect(files).toEqual(
    expect.arrayContaining([
      ".editorconfig",
      ".github/ISSUE_TEMPLATE/bug.yml",
      ".github/ISSUE_TEMPLATE/config.yml",
      ".github/ISSUE_TEMPLATE/provider.yml",
      ".github/pull_request_template.md",
      "CONTRIBUTING.md",
      "LICENSE",
      "README.md",
      "SECURITY.md",
      "renovate.json",
    ]),
  );
});

test("the licence is there once: packing puts it into each package", () => {
  expect(files.filter((file) => /(?:^|\/)LICENSE$/.test(file))).toEqual(["LICENSE"]);
});

test("the version of pnpm is one, wherever somebody copies a command from", () => {
  const { packageManager } = JSON.parse(read("package.json")) as { packageManager: string };
  const texts = files.filter(
    (file) => /\.(?:md|ya?ml)$|^\.ci\//.test(file) && !file.endsWith("pnpm-lock.yaml"),
  );
  const named = texts.flatMap((file) =>
    [...read(file).matchAll(/\bpnpm@\d[\d.]*\d/g)].map(([version]) => ({ file, version })),
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter(({ version }) => version !== packageManager)).toEqual([]);
});

// Changesets write the changelogs. Before its first release a package has nothing to tell but its changesets.
test.each(publishedPackages())("$id tells its users what changed", ({ id, manifest: { name, version } }) => {
  const changelog = `packages/${id}/CHANGELOG.md`;
  const told =
    version === "0.0.0"
      ? files.filter((file) => /^\.changeset\/[^/]+\.md$/.test(file) && read(file).includes(`"${name}": `))
      : files.filter((file) => file === changelog && read(file).includes(`\n## ${version}\n`));
  expect(told).not.toEqual([]);
});
