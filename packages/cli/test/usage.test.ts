import { describe, expect, test } from "vitest";
import { ENV, rawHttp, SECRET } from "./support/deliveries.ts";
import { folderWith } from "./support/folder.ts";
import { runCli } from "./support/run-cli.ts";

test.each([
  ["a command that is not there", ["verfy"], "Did you mean verify?"],
  ["an option that is not there", ["verify", "github", "-", "--jsn"], "Did you mean --json?"],
  ["a provider that is not there", ["verify", "githb", "-"], "Did you mean github?"],
  ["a provider's path that is not there", ["verify", "./no-shop.mjs", "-"], "cannot be loaded"],
  ["no provider", ["verify"], "missing required argument 'provider'"],
  ["no delivery", ["verify", "github"], "which delivery?"],
  ["a file that is not there", ["verify", "github", "no-such.http"], "there is no file no-such.http"],
  ["a folder", ["verify", "github", "."], ". is a folder"],
  ["both a file and its parts", ["verify", "github", "-", "--body", "x"], "not both"],
  ["headers without a body", ["verify", "github", "-H", "a: b"], "--header needs --body"],
  ["a header without a colon", ["verify", "github", "-H", "a", "--body", "b"], "'Name: value'"],
  [
    "a form that is not there",
    ["verify", "github", "-", "--form", "xml"],
    "Allowed choices are http, curl, har",
  ],
  ["no number of an entry", ["verify", "github", "-", "--entry", "0"], "no whole number"],
  ["no time", ["verify", "github", "-", "--at", "noon"], "is no time"],
  ["a variable that is not set", ["verify", "github", "-", "--secret-env", "NO_SUCH"], "NO_SUCH is not set"],
  [
    "a secret for the name of its variable",
    ["verify", "github", "-", "--secret-env", "not a name!"],
    "not the secret",
  ],
])("%s ends with 2 and says what is wrong", async (_name, args, message) => {
  const { code, stdout, stderr } = await runCli(args, { env: ENV, stdin: rawHttp() });
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(message);
});

describe("a secret as an argument", () => {
  test.each([["--secret", SECRET], [`--secret=${SECRET}`], ["-s", SECRET], [`-s${SECRET}`]])(
    "is refused with the reason: %s",
    async (...args) => {
      const { code, stdout, stderr } = await runCli(["verify", "github", "-", ...args], {
        env: ENV,
        stdin: rawHttp(),
      });
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toContain("a secret is no argument");
      expect(stderr).not.toContain(SECRET);
    },
  );
});

test("without a secret and without a terminal it names the variable, and asks nothing", async () => {
  const { code, stderr } = await runCli(["verify", "goff", "-"], { stdin: rawHttp() });
  expect(code).toBe(2);
  expect(stderr).toContain("set GOFF_WEBHOOK_SECRET");
});

test.each([
  ["an empty standard input", "", "the standard input is empty"],
  ["a body alone", '{"zen":"a"}', "this JSON is no HTTP archive"],
  ["JSON that is broken", "{", "A body alone is not enough"],
  ["headers without an empty line", "POST / HTTP/1.1\nA: b\n", "no empty line"],
  ["another text", "nonsense\n\nx", "this is no HTTP request"],
  ["an archive without entries", '{"log":{"entries":[]}}', "has no entries"],
  [
    "an archive with two bodies",
    '{"log":{"entries":[{"request":{"postData":{"text":"a"}}},{"request":{}},{"request":{"postData":{"text":"b"}}}]}}',
    "choose one of 1, 3 with --entry",
  ],
  [
    "an archive of a form's fields",
    '{"log":{"entries":[{"request":{"postData":{"params":[]}}}]}}',
    "not the bytes that were sent",
  ],
])("%s ends with 2 and says what is wrong", async (_name, stdin, message) => {
  const { code, stderr } = await runCli(["verify", "github", "-"], { env: ENV, stdin });
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});

test("an empty file is named", async () => {
  const { empty } = folderWith({ empty: "" });
  expect((await runCli(["verify", "github", empty], { env: ENV })).stderr).toContain(`${empty} is empty`);
});

test("the version is that of the package", async () => {
  expect((await runCli(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

const COMMANDS = ["verify", "explain", "send", "listen", "resend", "recover", "events", "complete"];
const OF_INBOX = ["counts", "list", "show", "retry", "delete", "purge"].map((name) => `inbox ${name}`);

test.each([...COMMANDS, "inbox", ...OF_INBOX])("the help of %s has examples", async (command) => {
  const { code, stdout } = await runCli([...command.split(" "), "--help"]);
  expect(code).toBe(0);
  expect(stdout).toContain(`Usage: flaghook ${command}`);
  expect(stdout).toMatch(new RegExp(` flaghook ${command}`));
  expect(stdout).toContain("\nExamples:\n");
});

test("the help lists every command", async () => {
  const { stdout } = await runCli(["--help"]);
  const listed = Array.from(stdout.matchAll(/^ {2}([a-z]+) /gm), ([, name]) => name);
  expect(listed).toEqual(expect.arrayContaining([...COMMANDS, "inbox"]));
});
