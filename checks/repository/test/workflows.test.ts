import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { read, repositoryFiles } from "../src/tree.ts";
import { pinsOf, workflowFaults } from "../src/workflow-rules.ts";

const workflows = repositoryFiles().filter((file) => /^\.github\/workflows\/.+\.ya?ml$/.test(file));

interface Jobs {
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly needs?: string;
        readonly permissions: Readonly<Record<string, string>>;
        readonly steps: readonly { readonly run?: string }[];
      }
    >
  >;
}

test("there are workflows to look at", () => {
  expect(workflows).toEqual([".github/workflows/ci.yml", ".github/workflows/release.yml"]);
});

test.each(workflows)("%s keeps the rules", (file) => {
  expect(workflowFaults(read(file))).toEqual([]);
});

test("an action is pinned to one version throughout", () => {
  const pins = new Map<string, Set<string>>();
  for (const { action, pin } of workflows.flatMap((file) => pinsOf(read(file)))) {
    pins.set(action, (pins.get(action) ?? new Set()).add(pin));
  }
  expect(pins.size).toBeGreaterThanOrEqual(5);
  expect([...pins].filter(([, versions]) => versions.size > 1)).toEqual([]);
});

describe("the release", () => {
  const { jobs } = parse(read(".github/workflows/release.yml")) as Jobs;

  test("tests, versions, packs, publishes and tags in jobs of their own, one after the other", () => {
    expect(Object.entries(jobs).map(([name, { needs }]) => [name, needs])).toEqual([
      ["test", undefined],
      ["version", "test"],
      ["pack", "version"],
      ["publish", "pack"],
      ["tag", "publish"],
    ]);
  });

  test("gives each job the rights that it needs, and no more", () => {
    expect(Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, job.permissions]))).toEqual({
      test: { contents: "read" },
      version: { contents: "write", "pull-requests": "write" },
      pack: { contents: "read" },
      publish: { contents: "read", "id-token": "write" },
      tag: { contents: "write" },
    });
  });

  test("publishes with one command, which reads what was packed", () => {
    expect(jobs["publish"]!.steps.flatMap(({ run }) => run ?? [])).toEqual([
      "node tools/release/publish-packed.ts packed",
    ]);
  });
});

const DIGEST = "0123456789".repeat(4);
const GOOD = `
on: push
permissions: {}
jobs:
  build:
    timeout-minutes: 5
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@${DIGEST} # v7.0.1
        with:
          persist-credentials: false
      - run: npx pnpm test
`;

describe("the rules", () => {
  test("have nothing against a workflow that keeps them", () => {
    expect(workflowFaults(GOOD)).toEqual([]);
  });

  test.each([
    ["a version for a digest", [DIGEST, "v7"], `actions/checkout@v7 is not pinned by its full digest`],
    ["a short digest", [DIGEST, DIGEST.slice(1)], "is not pinned by its full digest"],
    ["a digest of no version", [" # v7.0.1", ""], "does not say which version it is"],
    ["a digest of a moving version", ["# v7.0.1", "# v7"], "does not say which version it is"],
    ["rights for all jobs", ["permissions: {}", "permissions: { contents: read }"], "permissions at the top"],
    ["no word on rights", ["permissions: {}", ""], "permissions at the top"],
    [
      "a job without rights of its own",
      ["permissions:\n      contents: read", ""],
      "must list its permissions",
    ],
    [
      "every right",
      ["permissions:\n      contents: read", "permissions: write-all"],
      "must list its permissions",
    ],
    ["no timeout", ["timeout-minutes: 5", ""], "has no timeout"],
    [
      "a token left behind",
      ["persist-credentials: false", "fetch-depth: 0"],
      "leaves the token in the checkout",
    ],
    ["a secret", ["npx pnpm test", "echo ${{ secrets.NPM_TOKEN }}"], "names a secret"],
    ["an expression in a command", ["npx pnpm test", "echo ${{ github.head_ref }}"], "writes an expression"],
    ["a stranger's trigger", ["on: push", "on: [pull_request_target]"], "runs on pull_request_target"],
    ["one of several triggers", ["on: push", "on: { push: {}, workflow_run: {} }"], "runs on workflow_run"],
    ["publishing where it installs", ["contents: read", "id-token: write"], "and runs installed code"],
    [
      "publishing where it writes",
      ["contents: read", "contents: write\n      id-token: write"],
      "and write something else too",
    ],
    ["a cache", ["actions/checkout", "actions/setup-node"], "may restore a cache"],
  ] as const)("refuse %s", (_, [from, to], fault) => {
    expect(GOOD).toContain(from);
    expect(workflowFaults(GOOD.replace(from, to)).join("\n")).toContain(fault);
  });
});
