import { expect, test } from "vitest";
import { read, repositoryFiles } from "../src/tree.ts";

const files = repositoryFiles();
const sources = files.filter((file) => /^packages\/[^/]+\/src\/.*\.ts$/.test(file));
const written = sources.filter((file) => !file.includes("/generated/"));
const isText = (file: string): boolean =>
  /\.(?:[cm]?[jt]s|json|ya?ml|md|txt|capnp|html|css|sh)$|\/run$|\/[A-Z]+$/.test(file);

// Each in two pieces, so that this file holds none of them.
const FORBIDDEN = [
  ["registry.", "npmjs.org"],
  ["registry.", "yarnpkg.com"],
  ["/wo", "rk/"],
  ["/tmp/", "wt"],
  ["/ro", "ot/"],
  ["/ho", "me/"],
  ["/Us", "ers/"],
  ["shar", "ed/facts"],
  ["shar", "ed/design"],
  ["shar", "ed/style"],
  ["shar", "ed/toolchain"],
  ["shar", "ed/reference"],
].map((pieces) => pieces.join(""));

test.each(FORBIDDEN)("no file names %s: a registry or a machine", (text) => {
  expect(files.filter((file) => isText(file) && read(file).includes(text))).toEqual([]);
});

test("no lockfile says where it was downloaded from", () => {
  const lockfiles = files.filter((file) => file.endsWith("pnpm-lock.yaml"));
  expect(lockfiles.length).toBeGreaterThan(0);
  expect(lockfiles.filter((file) => /https?:\/\/(?!\S*\.git\b)/.test(withoutNotices(read(file))))).toEqual(
    [],
  );
});

test("no source file is over 300 lines, generated ones aside", () => {
  const long = written.map((file) => ({ file, lines: read(file).trimEnd().split("\n").length }));
  expect(long.length).toBeGreaterThan(40);
  expect(long.filter(({ lines }) => lines > 300)).toEqual([]);
});

test("source files are named in kebab-case, and for what they hold", () => {
  const name = /\/[a-z0-9]+(?:-[a-z0-9]+)*\.ts$/;
  expect(sources.filter((file) => !name.test(file))).toEqual([]);
  expect(sources.filter((file) => /\/(?:utils?|helpers?|common|misc)\.ts$/.test(file))).toEqual([]);
});

test("no file makes a path of a URL's pathname, which leaves a space as %20", () => {
  const pathname = ["import.meta.url", ").pathname"].join("");
  const typescript = files.filter((file) => file.endsWith(".ts"));
  expect(typescript.length).toBeGreaterThan(100);
  expect(typescript.filter((file) => read(file).includes(pathname))).toEqual([]);
});

test("no source file re-exports another wholesale, but one that is generated", () => {
  expect(sources.filter((file) => /^export \* from (?!"\.\/generated\/)/m.test(read(file)))).toEqual([]);
});

/** Deprecation notices quote the web pages of their packages. */
function withoutNotices(lockfile: string): string {
  return lockfile.replace(/^ {4}deprecated: .*(?:\n {6,}.*)*$/gm, "");
}
