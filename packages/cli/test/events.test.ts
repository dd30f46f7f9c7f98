import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadProvider, OWN_PROVIDERS } from "../src/providers/load-provider.ts";
import { sampleOf } from "../src/samples/sample-of.ts";
import { typeNameOf } from "../src/samples/type-name.ts";
import { runCli } from "./support/run-cli.ts";

test("lists the providers, with the number of their events", async () => {
  const { code, stdout } = await runCli(["events"]);
  expect(code).toBe(0);
  expect(stdout).toContain("github      86 events, signed in x-hub-signature-256\n");
  expect(stdout).toContain("hypertune   1 event, signed in x-hypertune-signature\n");
});

test("lists a provider's events, with their actions", async () => {
  const { stdout } = await runCli(["events", "github"]);
  expect(stdout).toContain("push\n");
  expect(stdout).toMatch(/\nissues\n {4}assigned closed /);
});

test("shows one event with its type, its worth for dedupe and a sample", async () => {
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

describe.each(OWN_PROVIDERS)("%s", (id) => {
  test("has the types that are named", async () => {
    const { events } = await loadProvider(id);
    const folder = join(import.meta.dirname, "../..", id, "src");
    const files = id === "github" ? ["generated/types.ts"] : ["types.ts"];
    const types = files.map((file) => readFileSync(join(folder, file), "utf8")).join("");
    const missing = Object.keys(events)
      .map((name) => typeNameOf(id, name))
      .filter((type) => !new RegExp(`export (?:interface|type) ${type}\\b`).test(types));
    expect(missing).toEqual([]);
  });

  test("has a sample of every event that is a payload of that event", async () => {
    const provider = await loadProvider(id);
    const types = Object.keys(provider.events).map((name) => {
      const body = JSON.stringify(sampleOf(id, name));
      return provider.verify(
        { headers: provider.sign(body, { secret: "a secret", name }), body },
        { secret: "a secret" },
      ).type;
    });
    expect(types).toEqual(Object.keys(provider.events));
  });
});
