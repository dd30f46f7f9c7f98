import { createVerify, generateKeyPairSync } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sign } from "@flaghook/github";
import { expect, test } from "vitest";
import { serveGithub, type ServedAttempt } from "../../github/test/recover/github-server.ts";
import { folderWith } from "./support/folder.ts";
import { runCli } from "./support/run-cli.ts";
import { serve } from "./support/server.ts";

const HOOK = "/repos/octo-org/hello-world/hooks/1";
const env = { GITHUB_TOKEN: "ghp_of_this_test", GITHUB_WEBHOOK_SECRET: "the webhook's secret" };

function lost(guid: string, minutesAgo: number, more: Partial<ServedAttempt> = {}): ServedAttempt {
  return {
    id: String(1000 + minutesAgo),
    guid,
    delivered_at: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
    redelivery: false,
    status: "timed out",
    status_code: 0,
    event: "issues",
    action: "opened",
    ...more,
  };
}

function recover(apiUrl: string, ...more: readonly string[]): readonly string[] {
  return [
    "recover",
    "github",
    "--repo",
    "octo-org/hello-world",
    "--since",
    "2h",
    "--api-url",
    apiUrl,
    ...more,
  ];
}

test("asks GitHub for what is lost, and says of each what was done", async () => {
  const { apiUrl, requests } = await serveGithub({ hooks: { [HOOK]: [lost("a guid", 30)] } });
  const { code, stdout, stderr } = await runCli(recover(apiUrl), { env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(
    /^[\dT:.Z-]+ {2}issues\.opened {2}a guid {2}\(timed out\) {2}redelivery asked for\n1 lost among 1 attempts: 1 redelivered\n$/,
  );
  expect(requests.at(-1)).toBe(`POST ${HOOK}/deliveries/1030/attempts`);
});

test("lists what is lost with --dry-run, as lines of JSON", async () => {
  const { apiUrl, requests } = await serveGithub({ hooks: { [HOOK]: [lost("a", 30), lost("b", 40)] } });
  const { code, stdout } = await runCli(recover(apiUrl, "--dry-run", "--json"), { env });
  expect(code).toBe(0);
  expect(
    stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as object),
  ).toEqual([
    expect.objectContaining({ guid: "b", result: "listed" }),
    expect.objectContaining({ guid: "a", result: "listed" }),
    { summary: { examined: 2, lost: 2, listed: 2 } },
  ]);
  expect(requests.filter((one) => one.startsWith("POST"))).toEqual([]);
});

test("goes on where a run ended, by its state", async () => {
  const { folder } = folderWith({});
  const state = join(folder, "state");
  const { apiUrl, requests } = await serveGithub({ hooks: { [HOOK]: [lost("a", 30)] } });
  await runCli(recover(apiUrl, "--state", state), { env });
  expect(readFileSync(state, "utf8")).toBe("1/a\n");
  const { stdout } = await runCli(recover(apiUrl, "--state", state), { env });
  expect(stdout).toContain("seen to before\n");
  expect(requests.filter((one) => one.startsWith("POST"))).toHaveLength(1);
});

test("a dry run writes no state", async () => {
  const { folder } = folderWith({});
  const { apiUrl } = await serveGithub({ hooks: { [HOOK]: [lost("a", 30)] } });
  await runCli(recover(apiUrl, "--state", join(folder, "state"), "--dry-run"), { env });
  expect(existsSync(join(folder, "state"))).toBe(false);
});

test("sends them itself with --to", async () => {
  const app = await serve(() => ({ status: 204 }));
  const payload = { zen: "a" };
  const headers = {
    ...sign(JSON.stringify(payload), { secret: env.GITHUB_WEBHOOK_SECRET, name: "ping", id: "a" }),
  };
  const { apiUrl } = await serveGithub({
    hooks: { [HOOK]: [lost("a", 30, { request: { headers, payload } })] },
  });
  const { code, stdout } = await runCli(recover(apiUrl, "--to", app.url), { env });
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining("sent, as GitHub signed it") });
  expect(app.received[0]!.body.toString()).toBe('{"zen":"a"}');
});

test("says how long the rate limit makes it wait", async () => {
  const { apiUrl } = await serveGithub({
    hooks: { [HOOK]: [] },
    refuse: ({ count }) => (count === 1 ? { status: 429, headers: { "retry-after": "0" } } : undefined),
  });
  expect(await runCli(recover(apiUrl), { env })).toMatchObject({
    code: 0,
    stderr: "GitHub's rate limit: waiting 0 s\n",
  });
});

test("makes the JWT of an app from its private key", async () => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const { "app.pem": key } = folderWith({ "app.pem": privateKey.export({ type: "pkcs1", format: "pem" }) });
  const { apiUrl, tokens } = await serveGithub({ hooks: { "/app/hook": [] } });
  const args = ["recover", "github", "--app", "--app-id", "12", "--private-key-file", key, "--since", "1d"];
  expect((await runCli([...args, "--api-url", apiUrl])).code).toBe(0);
  const [head, claims, signature] = tokens[0]!.replace("Bearer ", "").split(".");
  expect(JSON.parse(Buffer.from(claims!, "base64url").toString())).toMatchObject({ iss: "12" });
  expect(
    createVerify("RSA-SHA256").update(`${head}.${claims}`).verify(publicKey, signature!, "base64url"),
  ).toBe(true);
});

test("ends with 1 and GitHub's reason when it may not", async () => {
  const { apiUrl } = await serveGithub({
    hooks: {},
    refuse: () => ({ status: 401, body: { message: "Bad credentials" } }),
  });
  const { code, stderr } = await runCli(recover(apiUrl), { env });
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("gave 401: Bad credentials") });
  expect(stderr).not.toContain(env.GITHUB_TOKEN);
});

test.each([
  ["another provider", ["recover", "goff", "--since", "2h"], "goff has no API for that"],
  ["no --since", ["recover", "github", "--app"], "required option '--since <time>'"],
  ["no target", ["recover", "github", "--since", "2h"], "whose webhooks?"],
  ["two targets", ["recover", "github", "--app", "--org", "o", "--since", "2h"], "whose webhooks?"],
  ["an app's id alone", ["recover", "github", "--app", "--app-id", "1", "--since", "2h"], "go together"],
  ["a repository without its owner", ["recover", "github", "--repo", "n", "--since", "2h"], '"owner/name"'],
  ["a time that is none", ["recover", "github", "--app", "--since", "soon"], "write 2h, 30m, 3d"],
  [
    "a time that GitHub no longer keeps",
    ["recover", "github", "--app", "--since", "4d"],
    "keeps deliveries for 3 days",
  ],
  [
    "a variable without a token",
    ["recover", "github", "--app", "--since", "2h", "--token-env", "NO_SUCH"],
    "NO_SUCH is not set",
  ],
])("%s ends with 2 and says what is wrong", async (_name, args, message) => {
  const { code, stderr } = await runCli(args, { env });
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
});

test("a private key that is none ends with 2, and shows nothing of it", async () => {
  const { key } = folderWith({ key: "no key at all" });
  const args = ["recover", "github", "--app", "--app-id", "1", "--private-key-file", key, "--since", "2h"];
  const { code, stderr } = await runCli(args);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: "error: the private key cannot be read: it is a PEM file with an RSA key\n",
  });
});
