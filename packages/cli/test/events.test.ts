import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadProvider, OWN_PROVIDERS, packageOf } from "../src/providers/load-provider.ts";
import { sampleOf } from "../src/samples/sample-of.ts";
import { typeNameOf } from "../src/samples/type-name.ts";
import { runCli } from "./support/run-cli.ts";
import { senders } from "./support/senders.ts";

test("lists the providers, with the number of their events", async () => {
  const { code, stdout } = await runCli(["events"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^github +86 events, signed in x-hub-signature-256$/m);
  expect(stdout).toMatch(/^hypertune +1 event, signed in x-hypertune-signature$/m);
  expect(stdout).toMatch(/^unleash +33 events, with a token in authorization$/m);
});

test("lists a provider's events, with their actions", async () => {
  const { stdout } = await runCli(["events", "github"]);
  expect(stdout).toContain("push\n");
  expect(stdout).toMatch(/\nissues\n {4}assigned closed /);
});

test("shows one event with its type, how it is deduped and a sample", async () => {
  const { stdout } = await runCli(["events", "github", "issues.labeled"]);
  expect(stdout).toContain("github issues.labeled\n");
  expect(stdout).toContain("type     IssuesEvent of @flaghook/github\n");
  expect(stdout).toContain("dedupe   by digest\n");
  expect(stdout).toContain('\n  "action": "labeled",\n');
});

test.each(["member", "star.deleted"])("says that equal bytes can be a new event of %s", async (event) => {
  const { stdout } = await runCli(["events", "github", event]);
  expect(stdout).toContain("dedupe   by digest; equal bytes can be a new event\n");
});

test("prints a sample alone, which is JSON", async () => {
  const { stdout } = await runCli(["events", "goff", "notify", "--sample"]);
  expect(Object.keys(JSON.parse(stdout) as object)).toEqual(["meta", "flags"]);
});

test("prints a line of JSON per event", async () => {
  const { stdout } = await runCli(["events", "optimizely", "--json"]);
  const lines = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as object);
  expect(lines).toHaveLength(43);
  expect(lines).toContainEqual(
    expect.objectContaining({ name: "project.flag_updated", type: "ChangeEvent of @flaghook/optimizely" }),
  );
});

test("--sample without an event ends with 2", async () => {
  expect(await runCli(["events", "goff", "--sample"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("name it"),
  });
});

test("every provider with events has samples of one at least", async () => {
  const providers = await Promise.all(OWN_PROVIDERS.map(loadProvider));
  const ids = providers.filter(({ events }) => Object.keys(events).length > 0).map(({ id }) => id);
  expect(senders.map(({ id }) => id)).toEqual(ids);
});

describe.each(senders)("$id", ({ id, provider, secret, events }) => {
  test("has the types that are named", () => {
    const folder = join(import.meta.dirname, "../..", packageOf(id)!.replace("@flaghook/", ""), "src");
    const files = globSync(id === "github" ? "generated/types.ts" : "*types.ts", { cwd: folder });
    const types = files.map((file) => readFileSync(join(folder, file), "utf8")).join("");
    const missing = Object.keys(provider.events)
      .map((name) => typeNameOf(id, name))
      .filter((type) => !new RegExp(`export (?:interface|type) ${type}\\b`).test(types));
    expect(missing).toEqual([]);
  });

  test("has samples that are payloads of their events", () => {
    const types = events.map((name) => {
      const body = JSON.stringify(sampleOf(provider, name));
      return provider.verify({ headers: provider.sign(body, { secret, name }), body }, { secret }).type;
    });
    expect(types).toEqual(events);
  });
});
