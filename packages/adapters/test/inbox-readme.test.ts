import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { github } from "@flaghook/github";
import { createInbox, type Inbox, type InboxCounts } from "@flaghook/inbox";
import { sqliteStore } from "@flaghook/inbox/sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { packageBlocks } from "../../../tools/readme-code/code-blocks.ts";
import { post } from "./support/request.ts";

// Here and not with the inbox: its README shows adapters, which it does not depend on.
const folder = fileURLToPath(new URL("..", import.meta.url));
const blocks = packageBlocks(join(folder, "../inbox")).filter(({ file }) => file === "README.md");

const secret = "a secret of these tests";
const genuine = (number: string): string => `{"number":${number},"filler":"more than one chunk"}`;
const sign = (body: string, name = "an_event_to_come"): Record<string, string> =>
  github.sign(body, { secret, name });

let workingFolder: string;
let modules: string;
beforeEach(async () => {
  workingFolder = await mkdtemp(join(tmpdir(), "flaghook-readme-"));
  // Within the package, so that imports resolve; a dot keeps it out of every glob.
  modules = await mkdtemp(join(folder, ".readme-code-"));
});
afterEach(async () => {
  await rm(workingFolder, { recursive: true });
  await rm(modules, { recursive: true });
});

/** The one block with this text, as a module. */
async function moduleWith(part: string): Promise<string> {
  const [block, ...others] = blocks.filter(({ code }) => code.includes(part));
  expect(others).toEqual([]);
  const module = join(modules, "block.ts");
  await writeFile(module, block!.code);
  return module;
}

function argumentsOf(runner: string, ...rest: readonly string[]): string[] {
  const script = fileURLToPath(new URL(`./inbox-readme/${runner}.ts`, import.meta.url));
  return ["--conditions=@flaghook/source", script, ...rest];
}

function surroundings(): { cwd: string; env: NodeJS.ProcessEnv } {
  return { cwd: workingFolder, env: { ...process.env, GITHUB_WEBHOOK_SECRET: secret, PORT: "0" } };
}

async function countsAfterwards(): Promise<InboxCounts> {
  const inbox = createInbox({ store: sqliteStore({ path: join(workingFolder, "inbox.db") }) });
  const counts = await inbox.counts();
  await inbox.stop();
  return counts;
}

describe("the POST that is written by hand", () => {
  it("stores a genuine delivery and a mismatch, and refuses strangers", async () => {
    const broken = '{"commits":"none"}';
    const deliveries = [
      { headers: sign(genuine("1")), body: genuine("1") },
      { headers: {}, body: genuine("2") },
      { headers: sign(genuine("1")), body: genuine("2") },
      { headers: sign(broken, "push"), body: broken },
    ];
    const given = argumentsOf("post", await moduleWith("github.safeVerify"), JSON.stringify(deliveries));
    const { stdout } = await promisify(execFile)(process.execPath, given, surroundings());
    expect(JSON.parse(stdout)).toEqual([204, 401, 403, 204]);
    expect(await countsAfterwards()).toEqual({ pending: 1, running: 0, done: 0, dead: 1 });
  });
});

describe("lookAfter", () => {
  it("retries what failed, however many replays came before, and no replay", async () => {
    const store = sqliteStore({ path: join(workingFolder, "inbox.db") });
    const inbox = createInbox({ store, attempts: 1, onFailure: () => {} });
    inbox.handle(github, () => Promise.reject(new Error("broken")));
    await accept(inbox, genuine("0"), "first");
    for (let number = 0; number < 60; number++) await accept(inbox, genuine("0"), `replay-${number}`);
    await accept(inbox, genuine("1"), "failing");
    await inbox.start();
    const kept = (await inbox.counts()).dead;
    await expect.poll(async () => (await inbox.counts()).dead).toBe(kept + 2);
    await inbox.stop();

    const given = argumentsOf("look-after", await moduleWith("lookAfter"));
    await promisify(execFile)(process.execPath, given, surroundings());
    expect(await countsAfterwards()).toMatchObject({ pending: 2, dead: kept });
  });
});

async function accept(inbox: Inbox, body: string, id: string): Promise<void> {
  const headers = { ...sign(body), "x-github-delivery": id };
  await inbox.accept(github.verify({ headers, body }, { secret }), { headers, body });
}

describe("the server that gets SIGTERM", () => {
  interface Server {
    readonly child: ChildProcess;
    readonly port: number;
    /** Resolves when it has ended. */
    readonly ended: Promise<{ code: number | null; printed: string }>;
  }

  let running: ChildProcess | undefined;
  afterEach(() => void running?.kill("SIGKILL"));

  async function serve(...how: readonly string[]): Promise<Server> {
    const given = argumentsOf("serve", await moduleWith('process.once("SIGTERM"'), ...how);
    const child = spawn(process.execPath, given, { ...surroundings(), stdio: ["ignore", "pipe", "pipe"] });
    running = child;
    const said = text(child.stderr);
    const exited = once(child, "exit") as Promise<[number | null]>;
    const [first] = (await once(child.stdout, "data")) as [Buffer];
    const port = Number(/port (\d+)/.exec(first.toString())?.[1]);
    return { child, port, ended: exited.then(async ([code]) => ({ code, printed: await said })) };
  }

  it("responds to what is in flight, refuses what is new, loses nothing and ends by itself", async () => {
    const { child, port, ended } = await serve();
    const before = await post(`http://127.0.0.1:${port}`, sign(genuine("1")), genuine("1"));
    expect(before.status).toBe(200);

    const [head, body] = [genuine("2").slice(0, 20), genuine("2").slice(20)];
    const socket = await beginPost(port, genuine("2"));
    socket.write(head);
    child.kill("SIGTERM");
    await expect.poll(() => isListening(port)).toBe(false);
    const response = text(socket);
    socket.write(body);
    expect(await response).toMatch(/^HTTP\/1.1 200 OK\r\n[^]*\{"code":"accepted"\}/);

    expect(await ended).toEqual({ code: 0, printed: "" });
    const { pending, running: leased, done, dead } = await countsAfterwards();
    expect({ kept: pending + done, leased, dead }).toEqual({ kept: 2, leased: 0, dead: 0 });
  });

  it("reports a stop that fails, and ends with a code that says so", async () => {
    const { child, ended } = await serve("fails");
    child.kill("SIGTERM");
    const { code, printed } = await ended;
    expect(code).toBe(1);
    expect(printed).toContain("Error: the store did not let go.");
  });
});

/** Sends the head of a request, and resolves when the server waits for the body. */
async function beginPost(port: number, body: string): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  const headers = { host: "localhost", connection: "close", "content-length": body.length, ...sign(body) };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`POST / HTTP/1.1\r\n${lines.join("")}expect: 100-continue\r\n\r\n`);
  await once(socket, "data");
  return socket;
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
