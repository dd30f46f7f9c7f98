import { bodyParser } from "@koa/bodyparser";
import { createAdaptorServer } from "@hono/node-server";
import express from "express";
import express4 from "express4";
import Fastify, { type FastifyInstance } from "fastify";
import fastifyRawBody from "fastify-raw-body";
import { Hono } from "hono";
import Koa from "koa";
import type { Server } from "node:http";
import { json } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import type { WebhookOptions } from "../../src/index.ts";
import { webhook as expressWebhook } from "../../src/express.ts";
import { webhook as fastifyWebhook } from "../../src/fastify.ts";
import { webhook as fetchWebhook } from "../../src/fetch.ts";
import { webhook as honoWebhook } from "../../src/hono.ts";
import { webhook as koaWebhook } from "../../src/koa.ts";
import { webhook as lambdaWebhook } from "../../src/lambda.ts";
import { webhook as nodeWebhook } from "../../src/node.ts";
import { acme, deliver, SECRET, type AcmeEvent } from "../support/acme.ts";
import type { RunningServer } from "../support/contract.ts";
import { listen, listenTo } from "../support/listen.ts";
import { post } from "../support/request.ts";

// Parsed and serialised again these would be other bytes.
const SPACED = '{ "type": "ping", "n": 1.0 }';
const LATIN1 = new Uint8Array([...Buffer.from('{"type":"ping","n":1,"s":"'), 0xe9, ...Buffer.from('"}')]);
const JSON_TYPE = "application/json";

const running: RunningServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

let errors: unknown[] = [];
function options(): WebhookOptions<AcmeEvent> {
  errors = [];
  return { provider: acme, secret: SECRET, onError: (error) => errors.push(error) };
}

async function sendTo(
  server: Promise<RunningServer>,
  type = JSON_TYPE,
  body = SPACED,
): Promise<{ status: number; body: string }> {
  const started = await server;
  running.push(started);
  return post(`${started.origin}/hook`, { ...deliver(body).headers, "content-type": type }, body);
}

const NOT_RAW = { status: 500, body: '{"code":"body-not-raw"}' };

/** The one error that was reported. Its message says what to do in the framework. */
function reported(): string {
  return errors.length === 1 ? String(errors[0]) : `${errors.length} errors`;
}

const waitATick: express.RequestHandler = (_request, _response, next) => void setImmediate(() => next());

describe.each([
  { version: 5, framework: express },
  { version: 4, framework: express4 as unknown as typeof express },
])("express $version", ({ framework }) => {
  function appWith(...before: express.RequestHandler[]): Promise<RunningServer> {
    const app = framework();
    for (const handler of before) app.use(handler);
    app.post("/hook", expressWebhook(options()));
    return listenTo(app);
  }

  it("refuses a body that express.json took, and says what to change", async () => {
    expect(await sendTo(appWith(framework.json()))).toEqual(NOT_RAW);
    expect(reported()).toMatch(/Mount this route before app\.use\(express\.json\(\)\)/);
  });

  it("refuses a body that express.urlencoded took", async () => {
    const response = await sendTo(
      appWith(framework.urlencoded({ extended: false })),
      "application/x-www-form-urlencoded",
    );
    expect(response).toEqual(NOT_RAW);
    expect(reported()).toMatch(/express\.raw/);
  });

  it("takes the body when express.json left it alone for its content type", async () => {
    expect(await sendTo(appWith(framework.json()), "text/x-unknown")).toMatchObject({ status: 200 });
  });

  it("takes the bytes that express.raw kept", async () => {
    expect(await sendTo(appWith(framework.raw({ type: () => true })))).toMatchObject({ status: 200 });
  });

  it("takes the text that express.text kept", async () => {
    expect(await sendTo(appWith(framework.text({ type: () => true })))).toMatchObject({ status: 200 });
  });

  it("takes the bytes that a verify hook of express.json kept", async () => {
    const parser = framework.json({
      verify(request, _response, bytes) {
        Object.assign(request, { rawBody: bytes });
      },
    });
    expect(await sendTo(appWith(parser))).toMatchObject({ status: 200 });
  });

  it("takes the stream after a middleware that waited", async () => {
    expect(await sendTo(appWith(waitATick))).toMatchObject({ status: 200 });
  });
});

describe("node", () => {
  it("refuses a stream that somebody has read, and says what to change", async () => {
    const webhook = nodeWebhook(options());
    const server = listenTo((request, response) => {
      request.on("data", () => {});
      request.on("end", () => void webhook(request, response));
    });
    expect(await sendTo(server)).toEqual(NOT_RAW);
    expect(reported()).toMatch(/api: \{ bodyParser: false \}/);
  });

  it("refuses the body that a Next.js pages route parsed", async () => {
    const webhook = nodeWebhook(options());
    const server = listenTo((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
        void webhook(Object.assign(request, { body }), response);
      });
    });
    expect(await sendTo(server)).toEqual(NOT_RAW);
    expect(reported()).toMatch(/Next\.js/);
  });

  it("takes rawBody where a host kept it", async () => {
    const webhook = nodeWebhook(options());
    const server = listenTo((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on(
        "end",
        () => void webhook(Object.assign(request, { rawBody: Buffer.concat(chunks), body: {} }), response),
      );
    });
    expect(await sendTo(server)).toMatchObject({ status: 200 });
  });

  it("does not touch a body getter that throws while the stream is unread", async () => {
    const webhook = nodeWebhook(options());
    const server = listenTo((request, response) => {
      Object.defineProperty(request, "body", {
        get() {
          throw new Error("Invalid JSON");
        },
      });
      void webhook(request, response);
    });
    expect(await sendTo(server)).toMatchObject({ status: 200 });
  });

  it("writes nothing when somebody else has responded", async () => {
    const webhook = nodeWebhook(options());
    const server = listenTo((request, response) => {
      response.writeHead(202).end("mine");
      void webhook(request, response);
    });
    expect(await sendTo(server)).toEqual({ status: 202, body: "mine" });
  });

  it("reports a request that broke off before it was looked at", async () => {
    const receive = nodeWebhook(options());
    const listeners: unknown[] = [];
    const request = {
      method: "POST",
      headers: deliver(SPACED).headers,
      url: "/",
      destroyed: true,
      readableDidRead: false,
      readableEnded: false,
      on: (event: string) => listeners.push(event),
      off: () => undefined,
      resume: () => undefined,
      complete: true,
    };
    const ended: string[] = [];
    const response = {
      statusCode: 0,
      headersSent: false,
      setHeader: () => undefined,
      write: () => undefined,
      end: (body: string) => ended.push(body),
    };
    await receive(request, response);
    expect(ended).toEqual(['{"code":"incomplete-body"}']);
  });
});

async function start(mount: (app: FastifyInstance) => void | Promise<void>): Promise<RunningServer> {
  const app = Fastify({ forceCloseConnections: true });
  await mount(app);
  return { origin: await app.listen({ host: "127.0.0.1", port: 0 }), close: () => app.close() };
}

describe("fastify", () => {
  it("refuses a body that Fastify parsed, and says what to change", async () => {
    const server = start((app) => void app.post("/hook", fastifyWebhook(options())));
    expect(await sendTo(server)).toEqual(NOT_RAW);
    expect(reported()).toMatch(/app\.register\(webhook\(/);
  });

  it("takes the bytes of a parser with parseAs buffer, as a route's handler", async () => {
    const server = start((app) => {
      app.removeAllContentTypeParsers();
      app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
      app.post("/hook", fastifyWebhook(options()));
    });
    expect(await sendTo(server)).toMatchObject({ status: 200 });
  });

  it.each([
    { name: "text", encoding: "utf8" as const },
    { name: "bytes", encoding: false as const },
  ])("takes the $name that fastify-raw-body kept, as a route's handler", async ({ encoding }) => {
    const server = start(async (app) => {
      await app.register(fastifyRawBody, { encoding, runFirst: true });
      app.post("/hook", fastifyWebhook(options()));
    });
    expect(await sendTo(server)).toMatchObject({ status: 200 });
  });

  it("works as a plugin beside a global fastify-raw-body", async () => {
    const server = start(async (app) => {
      await app.register(fastifyRawBody, { global: true });
      await app.register(fastifyWebhook(options()), { prefix: "/hook" });
    });
    expect(await sendTo(server)).toMatchObject({ status: 200 });
  });

  it("leaves the parsers of other routes alone", async () => {
    const server = start((app) => {
      void app.register(fastifyWebhook(options()), { prefix: "/elsewhere" });
      app.post("/hook", (request, reply) => reply.send({ parsed: (request.body as { n: number }).n }));
    });
    expect(await sendTo(server)).toEqual({ status: 200, body: '{"parsed":1}' });
  });

  it("reads what a preParsing hook made of the body", async () => {
    const { PassThrough } = await import("node:stream");
    const server = start((app) => {
      app.addHook("preParsing", async (_request, _reply, payload) => payload.pipe(new PassThrough()));
      void app.register(fastifyWebhook(options()), { prefix: "/hook" });
    });
    expect(await sendTo(server)).toMatchObject({ status: 200 });
  });

  it("is not limited by Fastify's own bodyLimit", async () => {
    const server = start((app) => void app.register(fastifyWebhook(options()), { prefix: "/hook" }));
    expect(await sendTo(server, JSON_TYPE, SPACED + " ".repeat(2 ** 21))).toMatchObject({ status: 200 });
  });
});

describe("koa", () => {
  it("takes the body beside a parser that keeps rawBody", async () => {
    const server = listenTo(new Koa().use(bodyParser()).use(koaWebhook(options())).callback());
    expect(await sendTo(server)).toMatchObject({ status: 200 });
  });

  it("refuses a body that a parser took, and says what to change", async () => {
    const app = new Koa();
    app.use(async (context, next) => {
      (context.request as { body?: unknown }).body = await json(context.req);
      await next();
    });
    app.use(koaWebhook(options()));
    expect(await sendTo(listenTo(app.callback()))).toEqual(NOT_RAW);
    expect(reported()).toMatch(/disableBodyParser/);
  });
});

function honoWith(
  read: (request: {
    json(): Promise<unknown>;
    arrayBuffer(): Promise<unknown>;
    raw: Request;
  }) => Promise<unknown>,
): Promise<RunningServer> {
  const app = new Hono();
  app.use(async (context, next) => {
    await read(context.req).catch(() => undefined);
    await next();
  });
  app.post("/hook", honoWebhook(options()));
  return listen(createAdaptorServer({ fetch: app.fetch }) as Server);
}

describe("hono", () => {
  it("takes the text that Hono keeps after json()", async () => {
    expect(await sendTo(honoWith((request) => request.json()))).toMatchObject({ status: 200 });
  });

  it("takes the bytes that Hono keeps after arrayBuffer()", async () => {
    expect(await sendTo(honoWith((request) => request.arrayBuffer()))).toMatchObject({ status: 200 });
  });

  it("refuses a body that was read past Hono, and says what to change", async () => {
    expect(await sendTo(honoWith((request) => request.raw.json()))).toEqual(NOT_RAW);
    expect(reported()).toMatch(/context\.req\.arrayBuffer\(\)/);
  });
});

function requestOf(body: BodyInit | null): Request {
  return new Request("http://localhost/hook", { method: "POST", headers: deliver(SPACED).headers, body });
}

describe("fetch", () => {
  it("refuses a request that was read, and says what to change", async () => {
    const request = requestOf(SPACED);
    await request.json();
    const response = await fetchWebhook(options())(request);
    expect({ status: response.status, body: await response.text() }).toEqual(NOT_RAW);
    expect(reported()).toMatch(/request\.clone\(\)/);
  });

  it("refuses a request whose body somebody is reading", async () => {
    const request = requestOf(SPACED);
    request.body!.getReader();
    expect((await fetchWebhook(options())(request)).status).toBe(500);
    expect(errors).toMatchObject([{ code: "body-not-raw" }]);
  });

  it("takes a request of which a clone was read", async () => {
    const request = requestOf(SPACED);
    await request.clone().json();
    expect((await fetchWebhook(options())(request)).status).toBe(200);
  });

  it("verifies a request without a body as an empty one", async () => {
    expect((await fetchWebhook(options())(requestOf(null))).status).toBe(403);
  });
});

describe("lambda", () => {
  const headers = deliver(SPACED).headers;

  it("decodes base64", async () => {
    const event = {
      httpMethod: "POST",
      headers: acme.sign(LATIN1, { secret: SECRET }),
      body: Buffer.from(LATIN1).toString("base64"),
      isBase64Encoded: true,
    };
    // The signature holds over bytes that are not UTF-8; only the JSON does not.
    expect(await lambdaWebhook(options())(event)).toMatchObject({
      statusCode: 400,
      body: '{"code":"invalid-json"}',
    });
  });

  it("refuses a body that a mapping template or a middleware parsed, and says what to change", async () => {
    const event = { httpMethod: "POST", headers, body: { type: "ping", n: 1 } };
    const { statusCode, body } = await lambdaWebhook(options())(event);
    expect({ status: statusCode, body }).toEqual(NOT_RAW);
    expect(reported()).toMatch(/proxy integration/);
  });

  it("reads the header lines of format 1, not the last of them", async () => {
    const signature = headers["x-acme-signature"]!;
    const event = {
      httpMethod: "POST",
      headers,
      multiValueHeaders: { "X-Acme-Signature": [signature, signature] },
      body: SPACED,
    };
    expect(await lambdaWebhook(options())(event)).toMatchObject({
      statusCode: 401,
      body: '{"code":"malformed-signature"}',
    });
  });

  it("responds to an event without headers", async () => {
    const event = { requestContext: { http: { method: "POST" } }, body: null };
    expect(await lambdaWebhook(options())(event)).toMatchObject({ statusCode: 401, isBase64Encoded: false });
  });

  it("refuses base64 over the limit", async () => {
    const event = {
      httpMethod: "POST",
      headers,
      body: Buffer.alloc(65).toString("base64"),
      isBase64Encoded: true,
    };
    expect(await lambdaWebhook({ ...options(), maxBodyBytes: 64 })(event)).toMatchObject({ statusCode: 413 });
  });
});
