import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SCRIPTS } from "../src/commands/completion-scripts.ts";
import { OWN_PROVIDERS } from "../src/providers/load-provider.ts";
import { runCli } from "./support/run-cli.ts";

const printed: string[] = [];

beforeEach(() => {
  printed.length = 0;
  // The library prints by itself, to the process's own output.
  vi.spyOn(console, "log").mockImplementation((text: string) => void printed.push(text));
});

afterEach(() => {
  vi.restoreAllMocks();
});

async function suggestions(...words: readonly string[]): Promise<readonly string[]> {
  await runCli(["complete", "--", ...words]);
  return printed
    .join("\n")
    .split("\n")
    .map((line) => line.split("\t")[0]!)
    .filter((word) => word !== "" && !/^:\d+$/.test(word));
}

test.each(Object.entries(SCRIPTS))(
  "prints a script of %s that evaluates nothing of what was typed",
  async (shell, script) => {
    const { code, stdout } = await runCli(["complete", shell]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: script });
    expect(stdout).not.toMatch(/eval|Invoke-Expression|iex/i);
  },
);

test("completes commands", async () => {
  expect(await suggestions("ver")).toEqual(["verify"]);
});

test("completes providers", async () => {
  const all = await suggestions("explain", "g");
  expect(all).toEqual(OWN_PROVIDERS.filter((id) => id.startsWith("g")));
  expect(all).toEqual(expect.arrayContaining(["github", "goff"]));
});

test("completes the events of the provider that is typed", async () => {
  expect(await suggestions("send", "github", "pus")).toEqual(["push"]);
  printed.length = 0;
  expect(await suggestions("send", "goff", "")).toEqual(["export", "notify"]);
});

test("takes a space for a word that is not begun yet, as PowerShell sends it", async () => {
  expect(await suggestions("send", "goff", " ")).toEqual(["export", "notify"]);
});

test("completes options, and the values of one", async () => {
  expect(await suggestions("send", "--tam")).toEqual(["--tamper"]);
  printed.length = 0;
  expect(await suggestions("send", "--tamper", "")).toEqual([
    "body",
    "signature",
    "secret",
    "header",
    "encoding",
  ]);
});

test("never suggests to give a secret as an argument", async () => {
  expect(await suggestions("verify", "--sec")).toEqual(["--secret-env", "--secret-file"]);
});

test("a shell that is not there ends with 2", async () => {
  expect(await runCli(["complete", "cmd"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("Allowed choices"),
  });
});
