// A process of its own: serves every contestant on a port of its own, reports the ports, and on any message the CPU time that
// the process has used.
import { webhook as expressWebhook } from "@flaghook/adapters/express";
import { webhook as fastifyWebhook } from "@flaghook/adapters/fastify";
import { webhook as fetchWebhook } from "@flaghook/adapters/fetch";
import { webhook as honoWebhook } from "@flaghook/adapters/hono";
import { webhook as koaWebhook } from "@flaghook/adapters/koa";
import { webhook as nodeWebhook } from "@flaghook/adapters/node";
import { github } from "@flaghook/github";
import { createAdaptorServer } from "@hono/node-server";
import { createNodeMiddleware, Webhooks } from "@octokit/webhooks";
import express from "express";
import Fastify, { type FastifyInstance } from "fastify";
import { Hono } from "hono";
import Koa from "koa";
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

const secret = process.argv[2]!;
const RESPONSE = '{"code":"handled"}';
let handled = 0; // a handler that does next to nothing, and cannot be optimised away

const options = { provider: github, secret, onEvent: () => handled++ };
const webhooks = new Webhooks({ secret });
webhooks.onAny(() => void handled++);

/** Proves the signature and parses, and does nothing else. */
function hashAndParse(body: Uint8Array, signature: string): void {
  const digest = createHmac("sha256", secret).update(body).digest();
  if (!timingSafeEqual(digest, Buffer.from(signature.slice("sha256=".length), "hex")))
    throw new Error("forged");
  const { ref } = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString()) as {
    ref: string;
  };
  handled += ref.length;
}

const signatureOf = ({ headers }: IncomingMessage): string => headers["x-hub-signature-256"] as string;
const bare = reader((body, request) => hashAndParse(body, signatureOf(request)));
const octokit = createNodeMiddleware(webhooks, { path: "/" });

const servers: Record<string, Server> = {
  "bare node": createServer(bare),
  "bare express": createServer(express().post("/", bare)),
  "bare fastify": await fastifyServer((app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
    app.post("/", (request, response) => {
      hashAndParse(request.body as Buffer, signatureOf(request.raw));
      return response.type("application/json").send(RESPONSE);
    });
  }),
  "bare koa": createServer(
    new Koa()
      .use(async (context) => {
        const chunks: Buffer[] = [];
        for await (const chunk of context.req) chunks.push(chunk as Buffer);
        hashAndParse(Buffer.concat(chunks), signatureOf(context.req));
        context.type = "application/json";
        context.body = RESPONSE;
      })
      .callback(),
  ),
  "bare hono": createAdaptorServer({
    fetch: new Hono().post("/", ({ req }) => readRequest(req.raw)).fetch,
  }) as Server,
  "bare fetch": createAdaptorServer({ fetch: readRequest }) as Server,
  node: createServer(nodeWebhook(options)),
  express: createServer(express().post("/", expressWebhook(options))),
  fastify: await fastifyServer((app) => void app.register(fastifyWebhook(options), { prefix: "/" })),
  koa: createServer(new Koa().use(koaWebhook(options)).callback()),
  hono: createAdaptorServer({ fetch: new Hono().post("/", honoWebhook(options)).fetch }) as Server,
  fetch: createAdaptorServer({ fetch: fetchWebhook(options) }) as Server,
  "verify by hand": createServer(
    reader((body, { headers }) => void (handled += github.verify({ headers, body }, { secret }).name.length)),
  ),
  octokit: createServer(octokit),
  "octokit and a digest": createServer(
    // Its middleware takes a body that somebody has read; the digest is what a dedupe key needs.
    async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      handled += createHash("sha256").update(body).digest("hex").length;
      Object.assign(request, { body: body.toString() });
      await octokit(request, response);
    },
  ),
};

const ports: Record<string, number> = {};
for (const [name, server] of Object.entries(servers)) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  ports[name] = (server.address() as AddressInfo).port;
}
process.send!(ports);
process.on("message", () => process.send!(process.cpuUsage()));

async function fastifyServer(add: (app: FastifyInstance) => void): Promise<Server> {
  const app = Fastify();
  add(app);
  await app.ready();
  return app.server;
}

/** Reads the whole body, hands it on, and responds as the webhook does. */
function reader(use: (body: Buffer, request: IncomingMessage) => void): RequestListener {
  return (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      use(Buffer.concat(chunks), request);
      response.setHeader("content-type", "application/json");
      response.end(RESPONSE);
    });
  };
}

async function readRequest(request: Request): Promise<Response> {
  const body = new Uint8Array(await request.arrayBuffer());
  hashAndParse(body, request.headers.get("x-hub-signature-256")!);
  return new Response(RESPONSE, { headers: { "content-type": "application/json" } });
}
