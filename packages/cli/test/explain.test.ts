import { readFileSync } from "node:fs";
import { github } from "@flaghook/github";
import { expect, test } from "vitest";
import { ENV, PING, rawHttp, SECRET, signed } from "./support/deliveries.ts";
import { runCli } from "./support/run-cli.ts";

const reprinted = rawHttp(signed(JSON.stringify(JSON.parse(PING), null, 2)), PING);

test("proves the cause, and prints evidence and fix", async () => {
  const { code, stdout, stderr } = await runCli(["explain", "github", "-"], { env: ENV, stdin: reprinted });
  expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  expect(stdout).toContain("refused: signature-mismatch\n");
  expect(stdout).toContain("proven  The body was parsed and printed again.  (body-reprinted)\n");
  expect(stdout).toContain("  Fix: ");
  expect(stdout).toContain("signatures tried.\n");
});

test("prints what the page on explain shows", async () => {
  const secret = "the secret of this example";
  const body = '{"zen":"Design for failure.","hook_id":1}';
  const headers = github.sign(body, { secret, name: "ping", id: "a guid" });
  const { stdout } = await runCli(["explain", "github", "-", "--framework", "express"], {
    env: { GITHUB_WEBHOOK_SECRET: secret },
    stdin: rawHttp(headers, JSON.stringify(JSON.parse(body), null, 2)),
  });
  const page = readFileSync(new URL("../../../docs/explain.md", import.meta.url), "utf8");
  const [, printed] = /--framework express\n([^`]*)```/.exec(page)!;
  // How many are tried depends on how many providers there are.
  const count = /\d+(?= signatures tried)/;
  expect(stdout.replace(count, "21")).toBe(printed);
});

test("names one framework's fix alone", async () => {
  const args = ["explain", "github", "-", "--framework", "hono"];
  const { stdout } = await runCli(args, { env: ENV, stdin: reprinted });
  expect(stdout).toContain("Hono: ");
  expect(stdout).not.toContain("Express: ");
});

test("prints the whole diagnosis as one line of JSON", async () => {
  const { code, stdout } = await runCli(["explain", "github", "-", "--json"], { env: ENV, stdin: reprinted });
  expect(code).toBe(1);
  expect(stdout.trimEnd().split("\n")).toHaveLength(1);
  expect(JSON.parse(stdout)).toMatchObject({
    code: "signature-mismatch",
    causes: [{ id: "body-reprinted", certainty: "proven" }],
  });
});

test("names the variable of another endpoint's secret, and never the secret", async () => {
  const args = ["explain", "github", "-", "--other-secret-env", "STAGING_SECRET"];
  const env = { GITHUB_WEBHOOK_SECRET: "that of production", STAGING_SECRET: SECRET };
  const { stdout, stderr } = await runCli(args, { env, stdin: rawHttp() });
  expect(stdout).toContain("(secret-swapped)");
  expect(stdout).toContain("STAGING_SECRET");
  expect(stdout + stderr).not.toContain(SECRET);
});

test("knows a delivery of another provider that has the wrong URL", async () => {
  const { stdout } = await runCli(
    ["explain", "hypertune", "-", "--secret-env", "GITHUB_WEBHOOK_SECRET", "--json"],
    {
      env: ENV,
      stdin: rawHttp(),
    },
  );
  expect(JSON.parse(stdout)).toMatchObject({ code: "missing-signature", causes: [{ certainty: "proven" }] });
});

test("has nothing to explain about a genuine delivery, and ends with 0", async () => {
  const { code, stdout } = await runCli(["explain", "github", "-"], { env: ENV, stdin: rawHttp() });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^genuine /);
});
