import { createAdaptorServer } from "@hono/node-server";
import express from "express";
import express4 from "express4";
import Fastify from "fastify";
import { Hono } from "hono";
import Koa from "koa";
import { once } from "node:events";
import type { Server } from "node:http";
import { connect, createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { webhook as expressWebhook } from "../../src/express.ts";
import { webhook as fastifyWebhook } from "../../src/fastify.ts";
import { webhook as fetchWebhook } from "../../src/fetch.ts";
import { webhook as honoWebhook } from "../../src/hono.ts";
import type { WebhookOptions } from "../../src/index.ts";
import { webhook as koaWebhook } from "../../src/koa.ts";
import { webhook as lambdaWebhook } from "../../src/lambda.ts";
import { webhook as nodeWebhook } from "../../src/node.ts";
import type { AcmeEvent } from "./acme.ts";
import type { RunningServer } from "./server-under-test.ts";
import { gateway, httpApi, restApi } from "./gateway.ts";
import { listen, listenTo } from "./listen.ts";
import { exchange, type Exchange } from "./request.ts";

type Options = WebhookOptions<AcmeEvent>;

/** One way to receive webhooks, with the webhook at `/hook`. */
export interface ServerKind {
  readonly name: string;
  readonly start: (options: Options) => Promise<RunningServer>;
  readonly send: Exchange;
}

const exchangeHttp2: Exchange = async (url, headers, body) => {
  const { origin, pathname } = new URL(url);
  const session = connect(origin);
  try {
    const stream = session.request({ ":method": "POST", ":path": pathname, ...headers });
    stream.end(body);
    const [{ ":status": status, ...received }] = await once(stream, "response");
    return { status, headers: received, body: await text(stream) };
  } finally {
    session.close();
  }
};

/** Every way that there is a subpath for. */
export const servers: readonly ServerKind[] = [
  { name: "node", start: (options) => listenTo(nodeWebhook(options)), send: exchange },
  { name: "node over HTTP/2", start: listenToHttp2, send: exchangeHttp2 },
  {
    name: "express 5",
    start: (options) => listenTo(express().all("/hook", expressWebhook(options))),
    send: exchange,
  },
  {
    name: "express 4",
    start: (options) => listenTo(express4().all("/hook", expressWebhook(options))),
    send: exchange,
  },
  {
    name: "fastify",
    async start(options) {
      const app = Fastify({ forceCloseConnections: true });
      app.register(fastifyWebhook(options), { prefix: "/hook" });
      return { origin: await app.listen({ host: "127.0.0.1", port: 0 }), close: () => app.close() };
    },
    send: exchange,
  },
  {
    name: "hono",
    start(options) {
      const app = new Hono().all("/hook", honoWebhook(options));
      return listen(createAdaptorServer({ fetch: app.fetch }) as Server);
    },
    send: exchange,
  },
  {
    name: "koa",
    start(options) {
      const app = new Koa().use(koaWebhook(options));
      app.silent = true;
      return listenTo(app.callback());
    },
    send: exchange,
  },
  {
    name: "fetch",
    start: (options) => listen(createAdaptorServer({ fetch: fetchWebhook(options) }) as Server),
    send: exchange,
  },
  {
    name: "lambda, REST API",
    start: (options) => listenTo(gateway(restApi, lambdaWebhook(options))),
    send: exchange,
  },
  {
    name: "lambda, HTTP API",
    start: (options) => listenTo(gateway(httpApi, lambdaWebhook(options))),
    send: exchange,
  },
];

async function listenToHttp2(options: Options): Promise<RunningServer> {
  const receive = nodeWebhook(options);
  const server = createServer((request, response) => void receive(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      await once(server, "close");
    },
  };
}
