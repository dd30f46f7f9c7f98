import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { app as azure, HttpRequest, InvocationContext } from "@azure/functions";
import { github } from "@flaghook/github";
import { goff } from "@flaghook/goff";
import Koa from "koa";
import { koaBody } from "koa-body";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { listen, listenTo } from "./support/listen.ts";
import { post } from "./support/request.ts";

// Recipes with a server of their own are in examples/ and checks/guides/, and checks start them.

const SECRET = "a secret of these tests";
const STAR = '{"action":"later","repository":{"id":1}}'; // an action that nobody lists: signed, so an unknown event
const signed = (secret: string): Record<string, string> =>
  github.sign(STAR, { secret, name: "star", id: "1" });

let batches = "";
let printed: unknown[][] = [];

beforeAll(async () => {
  batches = await mkdtemp(join(tmpdir(), "flaghook-recipes-"));
  vi.stubEnv("GITHUB_WEBHOOK_SECRET", SECRET);
  vi.stubEnv("GITHUB_WEBHOOK_SECRET_OLD", "the secret before");
  vi.stubEnv("GOFF_WEBHOOK_SECRET", SECRET);
  vi.stubEnv("BATCH_FOLDER", batches);
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
});

const request = (body: string, headers: Record<string, string>): Request =>
  new Request("http://localhost/hook", { method: "POST", headers, body });

const azureRequest = (headers: Record<string, string>): HttpRequest =>
  new HttpRequest({ url: "http://localhost/api/hook", method: "POST", headers, body: { string: STAR } });

describe("recipes run", () => {
  it("azure", async () => {
    const http = vi.spyOn(azure, "http").mockImplementation(() => {});
    await import("./recipes/azure.ts");
    const [name, { handler }] = http.mock.calls[0]!;
    const statusOf = async (headers: Record<string, string>): Promise<unknown> =>
      ((await handler(azureRequest(headers), new InvocationContext())) as Response).status;
    expect([name, await statusOf(signed(SECRET)), await statusOf(signed("wrong"))]).toEqual([
      "github",
      200,
      403,
    ]);
  });

  it("strapi, with the parser that it uses", async () => {
    const { default: controller } = await import("./recipes/strapi-controller.ts");
    const { body } = await import("./recipes/strapi-body.ts");
    const app = new Koa().use(koaBody(body.config)).use((context) => controller.github(context));
    const server = await listen(createServer(app.callback()));
    expect((await post(server.origin, signed(SECRET), STAR)).status).toBe(200);
    expect((await post(server.origin, signed("wrong"), STAR)).status).toBe(403);
    await server.close();
    expect(printed).toEqual([["star", expect.stringMatching(/^sha256:/)]]);
  });

  it("receiver", async () => {
    const server = await listen((await import("./recipes/receiver.ts")).server);
    expect((await post(server.origin, signed(SECRET), STAR)).status).toBe(200);
    expect((await post(server.origin, {}, STAR)).status).toBe(401);
    await server.close();
    expect(printed).toEqual([["star"]]);
  });

  it("tenants", async () => {
    const server = await listenTo((await import("./recipes/tenants.ts")).app);
    const headers = signed("secret of acme");
    expect((await post(`${server.origin}/webhooks/acme/github`, headers, STAR)).status).toBe(200);
    expect((await post(`${server.origin}/webhooks/other/github`, headers, STAR)).status).toBe(403);
    await server.close();
    expect(printed).toEqual([["acme", "star"]]);
  });

  it("rotation", async () => {
    const { POST } = await import("./recipes/rotation.ts");
    await POST(request(STAR, signed(SECRET)));
    await POST(request(STAR, signed("the secret before")));
    expect(printed.map((line) => line[1])).toEqual(["new", "old"]);
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
