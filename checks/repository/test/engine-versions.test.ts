import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { publishedPackages, root } from "../../../tools/workspace/workspace.ts";

const manifestOf = (id: string): { dependencies?: Record<string, string>; engines?: { node?: string } } =>
  publishedPackages().find((one) => one.id === id)!.manifest;
const readmeOf = (id: string): string => readFileSync(join(root, "packages", id, "README.md"), "utf8");

test("the READMEs of the engines' packages name the very versions that come with them", () => {
  const { bullmq, ioredis } = manifestOf("inbox-bullmq").dependencies!;
  expect(readmeOf("inbox-bullmq")).toContain(
    `BullMQ ${bullmq} and ioredis ${ioredis} come with this package`,
  );
  const { "pg-boss": pgBoss } = manifestOf("inbox-pg-boss").dependencies!;
  expect(readmeOf("inbox-pg-boss")).toContain(`pg-boss ${pgBoss} comes with this package`);
});

test("the README of pg-boss's package, and the inbox's, name the Node that it asks for", () => {
  const [least] = /[\d.]+/.exec(manifestOf("inbox-pg-boss").engines!.node!)!;
  expect(readmeOf("inbox-pg-boss")).toContain(`Needs Node ${least} or newer`);
  expect(readmeOf("inbox")).toContain(`| Node ${least} or newer, Postgres |`);
});
