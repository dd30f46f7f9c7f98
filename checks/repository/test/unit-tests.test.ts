import { expect, test } from "vitest";
import { read, repositoryFiles } from "../src/tree.ts";
import { codeOf } from "../src/words.ts";

/** Tests of the unit project, and what supports them. Engine tests may do all of this. */
const files = repositoryFiles().filter(
  (file) =>
    /^(?:packages|apps|checks|tools)\/[^/]+\/test\/.*\.ts$/.test(file) &&
    !/\.engine\.test\.ts$|\/test\/engine/.test(file),
);

const codeByFile = new Map(files.map((file) => [file, codeOf(file, read(file))]));

// `pnpm test` passes wherever a person may clone to, as whoever they are, and says of everything whether it works.
const BANNED = [
  {
    what: "changes its user",
    pattern: /\b(?:setuid|setgid|seteuid|initgroups|[lf]?chown(?:Sync)?)\b|\b[ug]id:/,
  },
  { what: "asks whether it is root", pattern: /\b(?:getuid|geteuid)\b/ },
  {
    what: "listens on a port of a fixed number",
    pattern: /\blisten\(\s*[1-9]|\blisten\(\{[^}]*\bport:\s*[1-9]/,
  },
  { what: "is skipped somewhere", pattern: /\b(?:it|test|describe)\.(?:skip|skipIf|runIf|todo|only)\b/ },
];

test.each(BANNED)("no unit test $what", ({ pattern }) => {
  expect(files.filter((file) => pattern.test(codeByFile.get(file)!))).toEqual([]);
});

test("unit tests are looked at", () => {
  expect(files.length).toBeGreaterThan(100);
  expect(files).toContain("checks/repository/test/unit-tests.test.ts");
});

test.each([
  ["changes its user", "spawn(node, [], { uid: 65534 })"],
  ["changes its user", "chownSync(folder, 0, 0)"],
  ["asks whether it is root", "process.getuid?.() === 0"],
  ["listens on a port of a fixed number", "server.listen(8080)"],
  ["listens on a port of a fixed number", 'app.listen({ host: "127.0.0.1", port: 8080 })'],
  ["is skipped somewhere", "it.runIf(isThere)"],
])("%s is found in %j", (what, text) => {
  expect(BANNED.find((one) => one.what === what)!.pattern.test(text)).toBe(true);
});

test.each([
  "server.listen(0)",
  'app.listen({ host: "127.0.0.1", port: 0 })',
  "queue.skipped()",
  "a ? uid : gid",
])("%j is no fault", (text) => {
  expect(BANNED.filter(({ pattern }) => pattern.test(text))).toEqual([]);
});

test("whoever replaces a module is isolated, and nobody else", () => {
  const replacing = files.filter((file) =>
    /\bvi\.(?:mock|doMock|resetModules)\(/.test(codeByFile.get(file)!),
  );
  expect(replacing).toEqual(files.filter((file) => file.endsWith(".isolated.test.ts")));
});
