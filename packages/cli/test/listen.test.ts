import { readdirSync, readFileSync, statSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { PING, SECRET, signed } from "./support/deliveries.ts";
import { folderWith } from "./support/folder.ts";
import { startListening } from "./support/listening.ts";
import { runCli } from "./support/run-cli.ts";
import { senders } from "./support/senders.ts";
import { serve } from "./support/server.ts";

const env = { S: SECRET };
const withSecret = ["--secret-env", "S"];
const github = ["--provider", "github", ...withSecret];

async function post(url: string, body: string, headers: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(url, { method: "POST", headers, body });
}

function jsonLines(text: string): readonly object[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as object);
}

describe.each(senders)("$id: listen, send and explain", ({ id, secret, event, isToken, tamperings }) => {
  const ownEnv = { S: secret };

  test("shows what was sent as genuine, saves it, and verifies what it saved", async () => {
    const { folder } = folderWith({});
    const listening = await startListening(["--provider", id, "--save", folder, ...withSecret], ownEnv);
    const send = ["send", id, event, "--to", listening.url, ...withSecret];
    const sent = await runCli(send, { env: ownEnv });
    expect(sent).toMatchObject({ code: 0, stdout: expect.stringMatching(/^204 No Content/) });
    listening.stop();
    const { code, stdout } = await listening.ended;
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(`^\\d\\d:\\d\\d:\\d\\d {2}${id} {2}${event} .*genuine\n`),
    });
    const [file = ""] = readdirSync(folder);
    const again = await runCli(["verify", id, join(folder, file), ...withSecret], { env: ownEnv });
    // A token is the secret itself: it is not in the file, so that nothing there is genuine.
    expect(again.code).toBe(isToken ? 1 : 0);
    expect(statSync(join(folder, file)).mode & 0o077).toBe(0);
  });

  test.each(tamperings)(
    "refuses a delivery whose %s was tampered with, and explains it again from the file",
    async (what) => {
      const { folder } = folderWith({});
      const listening = await startListening(
        ["--provider", id, "--save", folder, "--json", ...withSecret],
        ownEnv,
      );
      const args = ["send", id, event, "--to", listening.url, "--tamper", what, ...withSecret];
      expect((await runCli(args, { env: ownEnv })).code).toBe(0);
      listening.stop();
      const [, delivery] = jsonLines((await listening.ended).stdout);
      const wrong = isToken ? /^token-wrong$/ : /^(?:secret-wrong|body-changed)$/;
      const causes = {
        body: wrong,
        signature: wrong,
        secret: wrong,
        header: isToken ? /^(?:header|token)-/ : /^header-/,
        encoding: /^body-reprinted$/,
      };
      expect(delivery).toMatchObject({
        result: "refused",
        cause: { id: expect.stringMatching(causes[what]) },
      });
      if (isToken) return; // what was saved has no token, which is a secret
      const [file = ""] = readdirSync(folder);
      const explained = await runCli(["explain", id, join(folder, file), "--json", ...withSecret], {
        env: ownEnv,
      });
      expect(explained.code).toBe(1);
      const { causes: found } = JSON.parse(explained.stdout) as { causes: { id: string }[] };
      expect(found[0]!.id).toMatch(causes[what]);
    },
  );
});

test("forwards the exact bytes and headers, and gives the app's response to the sender", async () => {
  const app = await serve(() => ({
    status: 202,
    body: '{"ok":true}',
    headers: { "content-type": "application/json" },
  }));
  const listening = await startListening([...github, "--forward", `${app.url}/hook?x=1`], env);
  const response = await post(listening.url, PING, { ...signed(), "X-Own": "a  b" });
  expect({
    status: response.status,
    text: await response.text(),
    type: response.headers.get("content-type"),
  }).toEqual({
    status: 202,
    text: '{"ok":true}',
    type: "application/json",
  });
  const [got] = app.received;
  expect(got).toMatchObject({ method: "POST", url: "/hook?x=1" });
  expect(got!.body.toString()).toBe(PING);
  expect(got!.headers).toMatchObject({ ...signed(), "x-own": "a  b", host: new URL(app.url).host });
  await listening.waitFor(/your app: 202 Accepted {2}\d+ ms\n {2}\{"ok":true\}\n/);
});

test("gives a compressed response to the sender as it is, and shows only its size", async () => {
  const app = await serve(() => ({
    status: 200,
    body: "zipped",
    headers: { "content-encoding": "x-own", "x-app": "1" },
  }));
  const listening = await startListening([...github, "--forward", app.url], env);
  const response = await post(listening.url, PING, signed());
  expect(Object.fromEntries(response.headers)).toMatchObject({ "content-encoding": "x-own", "x-app": "1" });
  await listening.waitFor(/your app: 200 OK {2}\d+ ms\n {2}\(6 bytes of x-own\)\n/);
});

test("forwards in chunks what came in chunks", async () => {
  const app = await serve(() => ({ status: 200 }));
  const listening = await startListening(["--provider", "goff", "--forward", app.url, ...withSecret], env);
  expect((await runCli(["send", "goff", "notify", "--to", listening.url, ...withSecret], { env })).code).toBe(
    0,
  );
  expect(app.received[0]!.headers["transfer-encoding"]).toBe("chunked");
});

test("forwards nothing that is refused", async () => {
  const app = await serve(() => ({ status: 200 }));
  const listening = await startListening([...github, "--forward", app.url], env);
  const response = await post(listening.url, `${PING}\n`, signed());
  expect(response.status).toBe(403);
  await listening.waitFor(/refused: signature-mismatch\n {10}proven: A line break at the end/);
  expect(app.received).toEqual([]);
});

test.each([
  [
    "nothing listens",
    "http://127.0.0.1:1/",
    "not forwarded: nothing listens at 127.0.0.1:1. Is it started, and is the port right?",
  ],
])("says why a delivery was not forwarded: %s", async (_name, url, message) => {
  const listening = await startListening([...github, "--forward", url], env);
  const response = await post(listening.url, PING, signed());
  expect({ status: response.status, text: await response.text() }).toEqual({
    status: 502,
    text: message.slice("not forwarded: ".length),
  });
  await listening.waitFor(new RegExp(message));
});

test("says that the app dropped the connection", async () => {
  const app = await serve(() => undefined);
  const listening = await startListening([...github, "--forward", app.url], env);
  expect((await post(listening.url, PING, signed())).status).toBe(502);
  await listening.waitFor(/not forwarded: .* closed the connection without a response/);
});

test("says that the sender dropped the connection", async () => {
  const listening = await startListening(github, env);
  const socket = connect(Number(new URL(listening.url).port), "127.0.0.1");
  socket.end("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
  const [line] = await listening.waitFor(/the sender dropped the connection.*|a connection ended.*/);
  expect(line).toBe("the sender dropped the connection after 3 bytes of the body");
});

test("says that what came was no HTTP", async () => {
  const listening = await startListening(github, env);
  connect(Number(new URL(listening.url).port), "127.0.0.1").end("nonsense\r\n\r\n");
  const [line] = await listening.waitFor(/a connection ended.*/);
  expect(line).toBe("a connection ended without a request: Parse Error: Invalid method encountered");
});

test("tells a browser that deliveries are posted", async () => {
  const listening = await startListening(github, env);
  expect((await fetch(listening.url)).status).toBe(405);
  await listening.waitFor(/GET \/: no delivery, those are posted/);
});

test("refuses a body that is too large with 413", async () => {
  const listening = await startListening(github, env);
  const response = await post(listening.url, "x".repeat(26_214_401), signed());
  expect(response.status).toBe(413);
  await listening.waitFor(/a body of 26214401 bytes is too large/);
});

test("never saves a delivery whose headers hold the secret itself", async () => {
  const { folder } = folderWith({});
  const listening = await startListening([...github, "--save", folder], env);
  await post(listening.url, PING, { ...signed(), authorization: `Bearer ${SECRET}` });
  await listening.waitFor(/not saved: its headers hold the secret itself/);
  expect(readdirSync(folder)).toEqual([]);
});

test("names a file for what it holds, and lets nobody choose its place", async () => {
  const { folder } = folderWith({});
  const listening = await startListening([...github, "--save", folder], env);
  await post(listening.url, PING, { ...signed(), "x-github-delivery": "../../etc/passwd" });
  await listening.waitFor(/saved as/);
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/^[\dTZ-]+-1-ping-_etc_passwd\.http$/)]);
});

test("says on the standard error that it is ready, and nothing else there", async () => {
  const listening = await startListening(github, env);
  listening.stop();
  expect(await listening.ended).toEqual({
    code: 0,
    stdout: "",
    stderr: `ready: waiting for deliveries at ${listening.url} (Ctrl-C ends it)\n`,
  });
});

test("prints a line of JSON for everything, ready first", async () => {
  const app = await serve(() => ({ status: 200, body: "fine" }));
  const listening = await startListening([...github, "--json", "--forward", app.url], env);
  await post(listening.url, PING, signed());
  await fetch(listening.url);
  listening.stop();
  const { stdout, stderr } = await listening.ended;
  expect(stderr).toBe("");
  expect(jsonLines(stdout)).toEqual([
    { type: "ready", url: listening.url },
    expect.objectContaining({
      type: "delivery",
      result: "genuine",
      event: "ping",
      forwarded: { status: 200, milliseconds: expect.any(Number), body: "fine" },
    }),
    expect.objectContaining({ type: "problem" }),
  ]);
});

test("a port that is taken ends with 2, and says so", async () => {
  const { url } = await serve(() => ({ status: 200 }));
  const { port } = new URL(url);
  const { code, stderr } = await runCli(["listen", ...github, "--port", port], { env });
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: `error: port ${port} is taken: choose another, or --port 0\n`,
  });
});

test("a folder that cannot be there ends with 2, and says so", async () => {
  const { file } = folderWith({ file: "" });
  const { code, stderr } = await runCli(["listen", ...github, "--save", join(file, "a")], { env });
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("cannot be made") });
});

test("saves a refused delivery byte for byte", async () => {
  const { folder } = folderWith({});
  const listening = await startListening([...github, "--save", folder], env);
  await post(listening.url, "not signed: ü\n", { "X-Own": "1" });
  await listening.waitFor(/saved as/);
  const [file = ""] = readdirSync(folder);
  expect(file).toContain("-refused");
  const text = readFileSync(join(folder, file), "utf8");
  expect(text).toMatch(/^POST \/ HTTP\/1\.1\r\n/);
  expect(text).toMatch(/\r\nContent-Length: 15\r\n\r\nnot signed: ü\n$/);
});

/** A provider of a project, which sends its secret as it is, and checks the URL first. */
const tokenProvider = `export const acme = {
  id: "acme",
  scheme: { kind: "token", header: "x-acme-token" },
  schemes: [{ kind: "token", header: "x-acme-token" }],
  methods: ["GET", "POST"],
  events: {},
  handshake: ({ body }) =>
    String(body) === "check" ? { status: 200, headers: { "content-type": "text/plain" }, body: "checked" } : undefined,
  safeVerify: ({ body }) =>
    body.length > 0
      ? { ok: true, event: { provider: "acme", type: "ping", name: "ping", payload: {}, dedupe: { kind: "digest" } } }
      : { ok: true, event: { provider: "acme", type: "look", name: "look", payload: {}, dedupe: { kind: "digest" } } },
};`;

test("saves nothing of what a token scheme sent, whatever its value", async () => {
  const { folder, "acme.mjs": acme } = folderWith({ "acme.mjs": tokenProvider });
  const saved = join(folder, "saved");
  const listening = await startListening(["--provider", acme, "--save", saved, ...withSecret], env);
  await post(listening.url, "{}", { "X-Acme-Token": "the secret of another endpoint", "X-Other": "1" });
  await listening.waitFor(/saved as/);
  const [file = ""] = readdirSync(saved);
  const text = readFileSync(join(saved, file), "utf8");
  expect(text).toContain("\r\nX-Other: 1\r\n");
  expect(text.toLowerCase()).not.toContain("acme");
});

test("responds to a provider's check of the URL, and takes its methods", async () => {
  const { "acme.mjs": acme } = folderWith({ "acme.mjs": tokenProvider });
  const listening = await startListening(["--provider", acme, ...withSecret], env);
  expect(await (await post(listening.url, "check", {})).text()).toBe("checked");
  await listening.waitFor(/acme checked the URL: responded as it wants/);
  expect((await fetch(listening.url)).status).toBe(204);
  await listening.waitFor(/acme {2}look {2}genuine/);
});

test("refuses a header that is the secret itself as an argument", async () => {
  const { "acme.mjs": acme } = folderWith({ "acme.mjs": tokenProvider });
  const args = ["verify", acme, "-H", `X-Acme-Token: ${SECRET}`, "--body", "{}", ...withSecret];
  const { code, stderr } = await runCli(args, { env });
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("is the secret itself") });
  expect(stderr).not.toContain(SECRET);
});
