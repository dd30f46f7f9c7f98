import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { publishedPackages, root } from "../../../tools/workspace/workspace.ts";
import { read, repositoryFiles } from "../src/tree.ts";

const files = repositoryFiles();
const documents = files.filter((file) => file.endsWith(".md"));
const packages = publishedPackages();

describe.each(documents)("%s", (document) => {
  const text = read(document);

  test("links to files and headings that are there", () => {
    const links = [...withoutCode(text).matchAll(/\]\((?!\w+:)([^)\s]+)\)/g)].map(([, target]) => target!);
    expect(links.filter((target) => !leadsSomewhere(document, target))).toEqual([]);
  });

  test("names entry points that exist", () => {
    const named = [...text.matchAll(/@flaghook\/([a-z-]+)((?:\/[a-z0-9-]+)*)/g)];
    const missing = named.filter(([, id, subpath]) => !isEntry(id!, subpath!)).map(([entry]) => entry);
    expect(missing).toEqual([]);
  });
});

test("there are documents to look at", () => {
  expect(documents).toEqual(expect.arrayContaining(["README.md", "CONTRIBUTING.md", "docs/glossary.md"]));
});

test.each(packages)("every entry point of $id is named in its README", ({ id, manifest }) => {
  const text = read(`packages/${id}/README.md`);
  const entries = Object.keys(manifest.exports ?? {})
    .filter((subpath) => subpath !== "./package.json")
    .map((subpath) => manifest.name + subpath.slice(1));
  expect(entries.filter((entry) => !new RegExp(`${entry}(?![\\w/-])`).test(text))).toEqual([]);
});

test.each(packages)("$id depends on the versions that its README names", ({ id, manifest }) => {
  const text = read(`packages/${id}/README.md`);
  const wrong = Object.entries(manifest.dependencies ?? {}).flatMap(([name, version]) =>
    [...text.matchAll(new RegExp(`\\b${name} (\\d+\\.\\d+\\.\\d+)`, "gi"))].filter(
      ([, named]) => named !== version,
    ),
  );
  expect(wrong).toEqual([]);
});

function isEntry(id: string, subpath: string): boolean {
  if (id === "source") return subpath === ""; // the condition that runs everything from source
  const found = packages.find((one) => one.id === id);
  if (found === undefined) return isPrivate(id);
  if (subpath === "") return true; // the package as such, which may have no main entry
  return Object.hasOwn(found.manifest.exports ?? {}, `.${subpath}`);
}

/** Our own checks and the demo, which documents for contributors may name. */
function isPrivate(id: string): boolean {
  return files
    .filter((file) => /^(?:apps|checks)\/[^/]+\/package\.json$/.test(file))
    .some((file) => (JSON.parse(read(file)) as { name: string }).name === `@flaghook/${id}`);
}

function leadsSomewhere(document: string, target: string): boolean {
  const [path, anchor] = target.split("#");
  const file = path === "" || path === undefined ? document : join(dirname(document), decodeURI(path));
  if (!existsSync(join(root, file))) return false;
  return anchor === undefined || !file.endsWith(".md") || anchorsOf(read(file)).includes(anchor);
}

function anchorsOf(text: string): readonly string[] {
  const headings = [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading!);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{Letter}\p{Number}\s_-]/gu, "")
      .trim()
      .replaceAll(" ", "-"),
  );
}

function withoutCode(markdown: string): string {
  return markdown.replace(/^```[^]*?^```/gm, "");
}
