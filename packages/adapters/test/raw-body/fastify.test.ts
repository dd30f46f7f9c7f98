import Fastify, { type FastifyInstance } from "fastify";
import fastifyRawBody from "fastify-raw-body";
import { beforeEach, describe, expect, it } from "vitest";
import { webhook as fastifyWebhook } from "../../src/fastify.ts";
import type { RunningServer } from "../support/server-under-test.ts";
import { JSON_TYPE, LARGE, NOT_RAW, Reports, sendTo, SPACED } from "../support/raw-body.ts";

let reports = new Reports();
beforeEach(() => {
  reports = new Reports();
});

async function start(mount: (app: FastifyInstance) => void | Promise<void>): Promise<RunningServer> {
  const app = Fastify({ forceCloseConnections: true });
  await mount(app);
  return { origin: await app.listen({ host: "127.0.0.1", port: 0 }), close: () => app.close() };
}

describe("fastify", () => {
  it("refuses a body that Fastify parsed, and says what to change", async () => {
    const server = start((app) => void app.post("/hook", fastifyWebhook(reports.options)));
    expect(await sendTo(server)).toEqual(NOT_RAW);
    expect(reports.message).toMatch(/app\.register\(webhook\(/);
  });

  it("takes the bytes of a parser with parseAs buffer, as a route's handler", async () => {
    const server = start((app) => {
      app.removeAllContentTypeParsers();
      app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
      app.post("/hook", fastifyWebhook(reports.options));
    });
    expect(await sendTo(server)).toMatchObject({ status: 200 });
  });

  it.each([
    { name: "text", encoding: "utf8" as const },
    { name: "bytes", encoding: false as const },
  ])("takes the $name that fastify-raw-body kept, as a route's handler", async ({ encoding }) => {
    const server = start(async (app) => {
      await app.register(fastifyRawBody, { encoding, runFirst: true });
      app.post("/hook", fastifyWebhook(reports.options));
    });
    expect(await sendTo(server)).toMatchObject({ status: 200 });
  });

  it("works as a plugin beside a global fastify-raw-body", async () => {
    const server = start(async (app) => {
      await app.register(fastifyRawBody, { global: true });
      await app.register(fastifyWebhook(reports.options), { prefix: "/hook" });
    });
    expect(await sendTo(server)).toMatchObject({ status: 200 });
  });

  it("is not left waiting by a global fastify-raw-body that pauses the stream at its limit", async () => {
    const server = start(async (app) => {
      await app.register(fastifyRawBody, { global: true });
      await app.register(fastifyWebhook(reports.options), { prefix: "/hook" });
    });
    expect(await sendTo(server, JSON_TYPE, LARGE)).toMatchObject({ status: 200 });
  });

  it.each([
    {
      name: "fastify-raw-body",
      mount: async (app: FastifyInstance) => {
        await app.register(fastifyRawBody, { runFirst: true });
        app.post("/hook", { bodyLimit: 26214400 }, fastifyWebhook(reports.options));
      },
    },
    {
      name: "a content-type parser",
      mount: (app: FastifyInstance) => {
        app.removeAllContentTypeParsers();
        app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
        app.post("/hook", { bodyLimit: 26214400 }, fastifyWebhook(reports.options));
      },
    },
  ])("takes a large body where its advice is followed: $name and bodyLimit", async ({ mount }) => {
    expect(await sendTo(start(mount), JSON_TYPE, LARGE)).toMatchObject({ status: 200 });
  });

  it("leaves the parsers of other routes alone", async () => {
    const server = start((app) => {
      void app.register(fastifyWebhook(reports.options), { prefix: "/elsewhere" });
      app.post("/hook", (request) => ({ parsed: (request.body as { n: number }).n }));
    });
    expect(await sendTo(server)).toEqual({ status: 200, body: '{"parsed":1}' });
  });

  it("reads what a preParsing hook made of the body", async () => {
    const { PassThrough } = await import("node:stream");
    const server = start((app) => {
      app.addHook("preParsing", async (_request, _response, payload) => payload.pipe(new PassThrough()));
      void app.register(fastifyWebhook(reports.options), { prefix: "/hook" });
    });
    expect(await sendTo(server)).toMatchObject({ status: 200 });
  });

  it("is not limited by Fastify's own bodyLimit", async () => {
    const server = start((app) => void app.register(fastifyWebhook(reports.options), { prefix: "/hook" }));
    expect(await sendTo(server, JSON_TYPE, SPACED + " ".repeat(2 ** 21))).toMatchObject({ status: 200 });
  });
});
