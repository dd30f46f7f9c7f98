import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { goff } from "@flaghook/goff";
import { hypertune } from "@flaghook/hypertune";
import { optimizely } from "@flaghook/optimizely";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { RunningServer } from "./support/server-under-test.ts";
import { listen, listenTo } from "./support/listen.ts";
import { post } from "./support/request.ts";

const SECRET = "a secret of these tests";
const COMMIT =
  '{"id":"QAq7JB7nE5tY8mS99qsmM","type":"NEW_COMMIT","project":{"id":"2489"},"commit":{"id":"2792"}}';
const headers = hypertune.sign(COMMIT, { secret: SECRET });

const folder = new URL("./recipes/", import.meta.url);
let batches = "";
let inboxes = "";
let printed: unknown[][] = [];

beforeAll(async () => {
  batches = await mkdtemp(join(tmpdir(), "flaghook-recipes-"));
  inboxes = await mkdtemp(join(tmpdir(), "flaghook-recipes-"));
  // Read when a recipe is imported, which each test does itself.
  vi.stubEnv("HYPERTUNE_WEBHOOK_SECRET", SECRET);
  vi.stubEnv("HYPERTUNE_WEBHOOK_SECRET_OLD", "the secret before");
  vi.stubEnv("GOFF_WEBHOOK_SECRET", SECRET);
  vi.stubEnv("BATCH_FOLDER", batches);
  vi.stubEnv("INBOX_PATH", join(inboxes, "inbox.db"));
  vi.spyOn(console, "log").mockImplementation((...line) => void printed.push(line));
  vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(() => {
  printed = [];
});
afterAll(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(batches, { recursive: true });
  await rm(inboxes, { recursive: true });
});

const RESPONSES = { genuine: 200, forged: 403, printed: [["new commit", "2792"]] };

/** The responses of a recipe's server, and what its handler printed. */
async function responsesOf(server: RunningServer): Promise<typeof RESPONSES> {
  const url = `${server.origin}/webhooks/hypertune`;
  const genuine = await post(url, headers, COMMIT);
  const forged = await post(url, headers, `${COMMIT} `);
  await server.close();
  return { genuine: genuine.status, forged: forged.status, printed: printed as string[][] };
}

const request = (body: string, signed: Record<string, string>): Request =>
  new Request("http://localhost/hook", { method: "POST", headers: signed, body });

describe("recipes run", () => {
  it("express", async () => {
    const { app } = await import("./recipes/express.ts");
    expect(await responsesOf(await listenTo(app))).toEqual(RESPONSES);
  });

  it("fastify", async () => {
    const { app } = await import("./recipes/fastify.ts");
    const origin = await app.listen({ host: "127.0.0.1", port: 0 });
    expect(await responsesOf({ origin, close: () => app.close() })).toEqual(RESPONSES);
  });

  it("koa", async () => {
    const { app } = await import("./recipes/koa.ts");
    expect(await responsesOf(await listenTo(app.callback()))).toEqual(RESPONSES);
  });

  it("node", async () => {
    const { server } = await import("./recipes/node.ts");
    expect(await responsesOf(await listen(server))).toEqual(RESPONSES);
  });

  it("hono", async () => {
    const { app } = await import("./recipes/hono.ts");
    const response = await app.request("/webhooks/hypertune", { method: "POST", headers, body: COMMIT });
    expect(response.status).toBe(200);
    expect(printed).toEqual([["new commit", "2792"]]);
  });

  it("fetch", async () => {
    const { POST } = await import("./recipes/fetch.ts");
    expect((await POST(request(COMMIT, headers))).status).toBe(200);
    expect((await POST(request(COMMIT, {}))).status).toBe(401);
    expect(printed).toEqual([["new commit", "2792"]]);
  });

  it("lambda", async () => {
    const { handler } = await import("./recipes/lambda.ts");
    const event = {
      requestContext: { http: { method: "POST" } },
      headers,
      body: COMMIT,
      isBase64Encoded: false,
    };
    expect(await handler(event)).toMatchObject({ statusCode: 200 });
    expect(printed).toEqual([["new commit", "2792"]]);
  });

  it("next-pages", async () => {
    const recipe = await import("./recipes/next-pages.ts");
    expect(recipe.config).toEqual({ api: { bodyParser: false } });
    const server = await listen(
      createServer((incoming, response) => void recipe.default(incoming, response)),
    );
    expect((await post(server.origin, headers, COMMIT)).status).toBe(200);
    await server.close();
    expect(printed).toEqual([["NEW_COMMIT", "QAq7JB7nE5tY8mS99qsmM"]]);
  });

  it("receiver", async () => {
    const server = await listen((await import("./recipes/receiver.ts")).server);
    expect((await post(server.origin, headers, COMMIT)).status).toBe(200);
    expect((await post(server.origin, {}, COMMIT)).status).toBe(401);
    await server.close();
    expect(printed).toEqual([["NEW_COMMIT"]]);
  });

  it("tenants", async () => {
    const server = await listenTo((await import("./recipes/tenants.ts")).app);
    const body = '{"project_id":1,"timestamp":1,"event":"project.later","data":[]}';
    const signed = optimizely.sign(body, { secret: "secret of acme" });
    expect((await post(`${server.origin}/webhooks/acme/optimizely`, signed, body)).status).toBe(200);
    expect((await post(`${server.origin}/webhooks/other/optimizely`, signed, body)).status).toBe(403);
    await server.close();
    expect(printed).toEqual([["acme", "project.later"]]);
  });

  it("rotation", async () => {
    const { POST } = await import("./recipes/rotation.ts");
    await POST(request(COMMIT, headers));
    await POST(request(COMMIT, hypertune.sign(COMMIT, { secret: "the secret before" })));
    expect(printed.map((line) => line[1])).toEqual(["new", "old"]);
  });

  it("inbox", async () => {
    const { inbox, POST } = await import("./recipes/inbox.ts");
    const codes: string[] = [];
    const mismatch = '{"id":"1","type":"NEW_COMMIT"}';
    for (const body of [COMMIT, COMMIT, mismatch]) {
      const response = await POST(request(body, hypertune.sign(body, { secret: SECRET })));
      codes.push(`${response.status} ${await response.text()}`);
    }
    expect(codes).toEqual(['200 {"code":"accepted"}', '200 {"code":"duplicate"}', '200 {"code":"accepted"}']);
    expect(await inbox.counts()).toMatchObject({ pending: 1, dead: 1 });
    await inbox.stop();
  });

  it("keep-aside", async () => {
    const { POST } = await import("./recipes/keep-aside.ts");
    const batch =
      '{"meta":{"hostname":"a"},"events":[{"kind":"tracking","userKey":"u","creationDate":1,"key":"k","evaluationContext":null,"trackingEventDetails":null}]}';
    expect((await POST(request(batch, goff.sign(batch, { secret: SECRET })))).status).toBe(202);
    expect((await POST(request(batch, goff.sign(batch, { secret: "wrong" })))).status).toBe(403);
    const kept = await readdir(batches);
    expect(kept).toHaveLength(1);
    expect(await readFile(join(batches, kept[0]!), "utf8")).toBe(batch);
  });
});

describe("the README", () => {
  const marked = /<!-- recipe: (\S+) -->\n```ts\n([\s\S]*?)```/g;

  it("shows every recipe as it is run here", async () => {
    const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
    const shown = Object.fromEntries(Array.from(readme.matchAll(marked), ([, name, code]) => [name, code]));
    const files = await readdir(folder);
    expect(Object.keys(shown).sort()).toEqual(files.sort());
    for (const file of files) expect(shown[file]).toBe(await readFile(new URL(file, folder), "utf8"));
  });
});
