import { createServer, type AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { standardWebhooks } from "../../standard-webhooks/src/index.ts";
import { secretFor } from "../src/sending/tamper.ts";
import { SECRET } from "./support/deliveries.ts";
import { folderWith } from "./support/folder.ts";
import { runCli } from "./support/run-cli.ts";
import { senders, type Sender } from "./support/senders.ts";
import { serve, type Received } from "./support/server.ts";

const env = { S: SECRET };
const withSecret = ["--secret-env", "S"];

/** Responds as a receiver does: 204 for a genuine delivery, else the status of its refusal. */
async function receiver({ provider, secret }: Sender): Promise<Awaited<ReturnType<typeof serve>>> {
  return serve((delivery: Received) => {
    const result = provider.safeVerify(delivery, { secret });
    return result.ok ? { status: 204 } : { status: result.error.status, body: result.error.message };
  });
}

describe.each(senders)("$id", (sender) => {
  const { id, secret, events, event, tamperings } = sender;
  const ownEnv = { S: secret };

  test("accepts each sample of its events", async () => {
    const { url, received } = await receiver(sender);
    const names = events.slice(0, 45);
    const codes = await Promise.all(
      names.map(
        async (name) => (await runCli(["send", id, name, "--to", url, ...withSecret], { env: ownEnv })).code,
      ),
    );
    expect(codes).toEqual(names.map(() => 0));
    expect(received).toHaveLength(names.length);
  });

  test.each(tamperings)("refuses a delivery whose %s was tampered with: exit code 0", async (what) => {
    const { url, received } = await receiver(sender);
    const args = ["send", id, event, "--to", url, "--tamper", what, ...withSecret];
    const { code, stdout } = await runCli(args, { env: ownEnv });
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^(?:401|403) /) });
    expect(received).toHaveLength(1);
  });
});

test("ends with 1 when a tampered delivery is accepted", async () => {
  const { url } = await serve(() => ({ status: 200 }));
  const args = ["send", "github", "ping", "--to", url, "--tamper", "body", ...withSecret];
  const { code, stderr } = await runCli(args, { env });
  expect({ code, stderr }).toEqual({ code: 1, stderr: "a delivery with a tampered body was accepted\n" });
});

test("posts what GitHub posts: its headers, its User-Agent, a length", async () => {
  const { url, received } = await serve(() => ({ status: 200 }));
  await runCli(["send", "github", "push", "--to", `${url}/hook?a=1`, "--id", "an id", ...withSecret], {
    env,
  });
  const [delivery] = received;
  expect(delivery).toMatchObject({ method: "POST", url: "/hook?a=1" });
  expect(delivery!.headers).toMatchObject({
    "x-github-event": "push",
    "x-github-delivery": "an id",
    "user-agent": expect.stringMatching(/^GitHub-Hookshot\//),
    "content-length": String(delivery!.body.length),
  });
});

test("posts in chunks for GO Feature Flag, as Go does", async () => {
  const { url, received } = await serve(() => ({ status: 200 }));
  await runCli(["send", "goff", "export", "--to", url, ...withSecret], { env });
  expect(received[0]!.headers).toMatchObject({
    "transfer-encoding": "chunked",
    "user-agent": "Go-http-client/1.1",
  });
  expect(received[0]!.headers).not.toHaveProperty("content-length");
});

test("shows the response with its body, and obeys nothing in it", async () => {
  const { url } = await serve(() => ({ status: 500, body: "first\n\u001b[31msecond" }));
  const { code, stdout } = await runCli(["send", "github", "ping", "--to", url, ...withSecret], { env });
  expect(code).toBe(1);
  expect(stdout).toMatch(/^500 Internal Server Error {2}\d+ ms\n {2}first\n {2}\\u\{1b\}\[31msecond\n$/);
});

test("shows the beginning of a long response, and how long it is", async () => {
  const { url } = await serve(() => ({ status: 200, body: "x".repeat(20_000) }));
  const { stdout } = await runCli(["send", "github", "ping", "--to", url, ...withSecret], { env });
  expect(stdout.split("\n").slice(1)).toEqual([`  ${"x".repeat(16_384)}`, "  … (20000 bytes in all)", ""]);
});

test("sends the bytes of a file as they are, also of an event that has no sample", async () => {
  const { url, received } = await serve(() => ({ status: 200 }));
  const body = '{ "b": 1,\r\n  "a": 2 }\n';
  const { "p.json": file } = folderWith({ "p.json": body });
  const { code } = await runCli(
    ["send", "github", "brand_new", "--payload", file, "--to", url, ...withSecret],
    { env },
  );
  expect(code).toBe(0);
  expect(received[0]!.body.toString()).toBe(body);
  expect(received[0]!.headers["x-github-event"]).toBe("brand_new");
});

test("counts the statuses of many, with p50 and p99, and gives each an id of its own", async () => {
  let count = 0;
  const { url, received } = await serve(() => ({ status: (count += 1) % 4 === 0 ? 503 : 200 }));
  const args = ["send", "github", "ping", "--to", url, "--count", "20", "--concurrency", "5", ...withSecret];
  const { code, stdout, stderr } = await runCli(args, { env });
  const hint = "the receiver has too much to do: send fewer at a time, or later\n"; // once
  expect({ code, stderr }).toEqual({ code: 1, stderr: hint });
  expect(stdout).toMatch(
    /^20 sent in [\d.]+ s, [\d.]+ per second\n {2}200: 15\n {2}503: 5\n {2}p50 [\d.]+ ms, p99 [\d.]+ ms\n$/,
  );
  expect(new Set(received.map(({ headers }) => headers["x-github-delivery"])).size).toBe(20);
});

test("prints a line of JSON for each response, and one for all", async () => {
  const { url } = await serve(() => ({ status: 200, body: "ok" }));
  const args = ["send", "github", "ping", "--to", url, "--count", "2", "--json", ...withSecret];
  const lines = (await runCli(args, { env })).stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as object);
  expect(lines).toEqual([
    expect.objectContaining({ status: 200, body: "ok" }),
    expect.objectContaining({ status: 200, body: "ok" }),
    { summary: expect.objectContaining({ sent: 2, statuses: { "200": 2 } }) },
  ]);
});

test.each([
  [
    "says that nothing listens",
    "http://127.0.0.1:1",
    "not delivered: nothing listens at 127.0.0.1:1. Is it started, and is the port right?\n",
  ],
  [
    "says that a host is not there",
    "http://no-such-host.invalid",
    "not delivered: no-such-host.invalid cannot be found. Is the name right?\n",
  ],
])("%s, and ends with 1", async (_name, url, message) => {
  const { code, stdout, stderr } = await runCli(["send", "github", "ping", "--to", url, ...withSecret], {
    env,
  });
  expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: "", stderr: message });
});

test.each([
  [
    "a receiver that asks to wait",
    { status: 429, headers: { "retry-after": "30" } },
    "the receiver asks to wait (Retry-After: 30)\n",
  ],
  [
    "a redirect",
    { status: 308, headers: { location: "https://a/hook" } },
    "the receiver redirects, which no provider follows: send to https://a/hook itself\n",
  ],
])("says what to do about %s", async (_name, response, message) => {
  const { url } = await serve(() => response);
  const { code, stderr } = await runCli(["send", "github", "ping", "--to", url, ...withSecret], { env });
  expect({ code, stderr }).toEqual({ code: 1, stderr: message });
});

test("says that a server speaks no TLS, and that one speaks no HTTP", async () => {
  const { url } = await serve(() => ({ status: 200 }));
  const raw = createServer((socket) => socket.end("SSH-2.0-OpenSSH_9.2\r\n"));
  await new Promise<void>((resolve) => raw.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void raw.close());
  const rawHost = `127.0.0.1:${(raw.address() as AddressInfo).port}`;
  const sent = await Promise.all(
    [url.replace("http:", "https:"), `http://${rawHost}`].map(async (to) =>
      runCli(["send", "github", "ping", "--to", to, ...withSecret], { env }),
    ),
  );
  expect(sent).toEqual([
    {
      code: 1,
      stdout: "",
      stderr: `not delivered: ${new URL(url).host} speaks no TLS. Is the address http:// and not https://?\n`,
    },
    {
      code: 1,
      stdout: "",
      stderr: `not delivered: ${rawHost} speaks no HTTP (HPE_INVALID_CONSTANT). Is the address https://?\n`,
    },
  ]);
});

test("says that the connection was dropped, and ends with 1", async () => {
  const { url } = await serve(() => undefined);
  const { code, stderr } = await runCli(["send", "github", "ping", "--to", url, ...withSecret], { env });
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringContaining("closed the connection without a response"),
  });
});

test.each([
  ["no URL", ["send", "github", "ping"], "required option '--to <url>' not specified"],
  [
    "a URL without a scheme",
    ["send", "github", "ping", "--to", "localhost:3000"],
    "Did you mean http://localhost:3000?",
  ],
  ["an event that is not there", ["send", "github", "psuh", "--to", "http://a"], "Did you mean push?"],
  [
    "an action that is not there",
    ["send", "github", "issues.labelled", "--to", "http://a"],
    "Did you mean issues.labeled?",
  ],
  [
    "a tampering that is not there",
    ["send", "github", "ping", "--to", "http://a", "--tamper", "all"],
    "Allowed choices",
  ],
  ["a count of none", ["send", "github", "ping", "--to", "http://a", "--count", "0"], "no whole number"],
  [
    "a timeout of none",
    ["send", "github", "ping", "--to", "http://a", "--timeout", "0"],
    "no time in seconds",
  ],
])("%s ends with 2 and says what is wrong", async (_name, args, message) => {
  const { code, stderr } = await runCli(args, { env });
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
});

test("another secret is in the form that the scheme reads, and signs another signature", () => {
  const secret = `whsec_${Buffer.from("a secret of thirty-two bytes, ok").toString("base64")}`;
  const other = secretFor("secret", secret, standardWebhooks);
  expect(other).not.toBe(secret);
  const signed = { headers: standardWebhooks.sign("{}", { secret: other }), body: "{}" };
  expect(standardWebhooks.safeVerify(signed, { secret })).toMatchObject({
    ok: false,
    error: { code: "signature-mismatch" },
  });
});
