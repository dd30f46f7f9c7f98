import { describe, expect, test } from "vitest";
import { ENV, PING, rawHttp, SECRET, signed } from "./support/deliveries.ts";
import { folderWith } from "./support/folder.ts";
import { runCli } from "./support/run-cli.ts";

const headerFlags = Object.entries(signed()).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);

test("says that a saved delivery is genuine, on one line, and ends with 0", async () => {
  const { "d.http": file } = folderWith({ "d.http": rawHttp() });
  expect(await runCli(["verify", "github", file], { env: ENV })).toEqual({
    code: 0,
    stdout: "genuine  github  ping  id 72d3162e-cc78-11e3-81ab-4c9367dc0958  dedupe by digest\n",
    stderr: "",
  });
});

test("prints a genuine delivery as one line of JSON", async () => {
  const { code, stdout } = await runCli(["verify", "github", "-", "--json"], { env: ENV, stdin: rawHttp() });
  expect(code).toBe(0);
  expect(stdout.trimEnd().split("\n")).toHaveLength(1);
  expect(JSON.parse(stdout)).toMatchObject({ result: "genuine", type: "ping", secretIndex: 0 });
});

test("ends with 1 for a refused delivery, and says where to look", async () => {
  const { "d.http": file } = folderWith({ "d.http": rawHttp(signed(), `${PING} `) });
  const { code, stdout } = await runCli(["verify", "github", file], { env: ENV });
  expect(code).toBe(1);
  expect(stdout).toContain("refused: signature-mismatch\n");
  expect(stdout).toContain(`Why: flaghook explain github ${file}\n`);
  expect(stdout).toMatch(/docs\/errors\.md#signature-mismatch\n$/);
});

test("names the command that explains it so that it can be copied", async () => {
  const { stdout } = await runCli(["verify", "github", "curl http://a -d '{}'"], { env: ENV });
  expect(stdout).toContain(String.raw`Why: flaghook explain github 'curl http://a -d '\''{}'\'''`);
});

test("prints a refused delivery as one line of JSON, with its code and status", async () => {
  const stdin = rawHttp(signed(), `${PING} `);
  const { code, stdout } = await runCli(["verify", "github", "-", "--json"], { env: ENV, stdin });
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ result: "refused", code: "signature-mismatch", status: 403 });
});

const har = (entry: object): string => JSON.stringify({ log: { entries: [{ request: entry }] } });

describe("a delivery is genuine", () => {
  const headers = Object.entries(signed()).map(([name, value]) => ({ name, value }));
  const curlHeaders = Object.entries(signed()).map(([name, value]) => `  -H '${name}: ${value}' \\\n`);
  const curl = `curl -X POST http://localhost/hook \\\n${curlHeaders.join("")}  --data-raw '${PING}'`;

  test.each([
    ["with line feeds alone", rawHttp(signed(), PING, "\n")],
    ["without a request line", rawHttp().subarray("POST /hook HTTP/1.1\r\n".length)],
    ["of HTTP/2", Buffer.from(rawHttp().toString().replace("HTTP/1.1", "HTTP/2"))],
    [
      "whose body is chunked",
      rawHttp(
        { ...signed(), "Transfer-Encoding": "chunked" },
        `10\r\n${PING.slice(0, 16)}\r\n${(Buffer.byteLength(PING) - 16).toString(16)}\r\n${PING.slice(16)}\r\n0\r\n\r\n`,
      ),
    ],
    [
      "that says it is chunked, but was saved without the chunks",
      rawHttp({ ...signed(), "Transfer-Encoding": "chunked" }),
    ],
    ["as a curl command line", curl],
    ["as a curl command line with a prompt and a comment before it", `# sent by x\n$ ${curl}\n`],
    ["of an HTTP archive", har({ method: "POST", url: "/", headers, postData: { text: PING } })],
    [
      "of an HTTP archive, in base64",
      har({ headers, postData: { text: Buffer.from(PING).toString("base64"), encoding: "base64" } }),
    ],
  ])("%s", async (_name, stdin) => {
    const { code, stderr } = await runCli(["verify", "github", "-"], { env: ENV, stdin });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  test("as a curl command line in place of a file", async () => {
    expect((await runCli(["verify", "github", curl], { env: ENV })).code).toBe(0);
  });

  test.each([
    ["text", PING, ""],
    ["the standard input", "@-", PING],
  ])("by its parts, with the body as %s", async (_name, body, stdin) => {
    expect(
      (await runCli(["verify", "github", ...headerFlags, "--body", body], { env: ENV, stdin })).code,
    ).toBe(0);
  });

  test("by its parts, with the body in a file", async () => {
    const { "body.json": body } = folderWith({ "body.json": PING });
    expect(
      (await runCli(["verify", "github", ...headerFlags, "--body", `@${body}`], { env: ENV })).code,
    ).toBe(0);
  });
});

test("notes that an editor added a line break", async () => {
  const stdin = rawHttp({ ...signed(), "Content-Length": String(Buffer.byteLength(PING)) }, `${PING}\n`);
  const { code, stderr } = await runCli(["verify", "github", "-"], { env: ENV, stdin });
  expect(code).toBe(1);
  expect(stderr).toContain("did an editor add it?");
});

test("takes a secret from a file, without the line break at its end", async () => {
  const { secret } = folderWith({ secret: `${SECRET}\n` });
  const { code } = await runCli(["verify", "github", "-", "--secret-file", secret], { stdin: rawHttp() });
  expect(code).toBe(0);
});

test("says which of several secrets matched", async () => {
  const args = ["verify", "github", "-", "--json", "--secret-env", "NEW", "--secret-env", "OLD"];
  const { stdout } = await runCli(args, { env: { NEW: "another secret", OLD: SECRET }, stdin: rawHttp() });
  expect(JSON.parse(stdout)).toMatchObject({ secretIndex: 1 });
});

test("loads a provider from a module of yours", async () => {
  const { "shop.mjs": shop } = folderWith({
    "shop.mjs": `export const shop = { id: "shop", safeVerify: () => ({ ok: true, event: {
      provider: "shop", type: "order", name: "order", payload: {}, dedupe: { kind: "digest" } } }) };`,
  });
  const { code, stdout } = await runCli(["verify", shop, "-"], {
    env: { SHOP_WEBHOOK_SECRET: "x" },
    stdin: rawHttp(),
  });
  expect({ code, stdout }).toEqual({ code: 0, stdout: "genuine  shop  order  dedupe by digest\n" });
});

test("shows nothing of a delivery that a terminal would obey", async () => {
  const headers = signed(PING, "ping");
  const stdin = rawHttp({ ...headers, "x-github-event": "ping", "x-github-delivery": "a\u009b31mb" });
  const { stdout } = await runCli(["verify", "github", "-"], { env: ENV, stdin });
  expect(stdout).toMatch(/^genuine/);
  expect(stdout).not.toMatch(/(?!\n)\p{Cc}/u);
});
