import type { RequestListener, ServerResponse } from "node:http";
import { webhook as expressWebhook } from "@flaghook/adapters/express";
import { webhook as fastifyWebhook } from "@flaghook/adapters/fastify";
import { webhook as fetchWebhook } from "@flaghook/adapters/fetch";
import { webhook as honoWebhook } from "@flaghook/adapters/hono";
import { webhook as koaWebhook } from "@flaghook/adapters/koa";
import { webhook as lambdaWebhook } from "@flaghook/adapters/lambda";
import { webhook as nodeWebhook } from "@flaghook/adapters/node";
import type { WebhookOptions } from "@flaghook/adapters";
import type { WebhookEvent } from "@flaghook/core";
import express from "express";
import express4 from "express4";
import Fastify from "fastify";
import { Hono } from "hono";
import Koa from "koa";
import inject from "light-my-request";

/** What a client sees. */
export interface ClientResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | number | undefined>>;
  readonly body: string;
}

/**
 * Sends one POST to a server, without a network. Rejects when the adapter does, or when nothing is
 * done.
 */
export type Send = (request: {
  readonly headers: Record<string, string>;
  readonly body: Buffer<ArrayBuffer>;
}) => Promise<ClientResponse>;

/** Options whose callbacks look at no request of a framework. */
type Options = WebhookOptions<WebhookEvent>;

/** Every adapter in its framework, each of which looks at what it is to write with its own eyes. */
export const SERVERS: Readonly<Record<string, (options: Options) => Send>> = {
  node: (options) => throughListener(watched(nodeWebhook(options))),
  express: (options) => throughListener(express().post("/", watched(expressWebhook(options)))),
  express4: (options) => throughListener(express4().post("/", watched(expressWebhook(options)))),
  koa: (options) => {
    const app = new Koa();
    app.silent = true;
    app.use(koaWebhook(options));
    return throughListener(app.callback());
  },
  fastify: (options) => {
    const app = Fastify();
    app.register(fastifyWebhook(options));
    return async ({ headers, body }) => {
      const {
        statusCode,
        headers: sent,
        body: text,
      } = await app.inject({ method: "POST", url: "/", headers, payload: body });
      return { status: statusCode, headers: sent, body: text };
    };
  },
  fetch: (options) => throughFetch(fetchWebhook(options)),
  hono: (options) => {
    const app = new Hono();
    app.post("/", honoWebhook(options));
    return throughFetch(async (request) => app.fetch(request));
  },
  lambda: (options) => {
    const handler = lambdaWebhook(options);
    return async ({ headers, body }) => {
      const {
        statusCode,
        headers: sent,
        body: text,
      } = await handler({
        headers,
        body: body.toString("base64"),
        isBase64Encoded: true,
        httpMethod: "POST",
      });
      return { status: statusCode, headers: sent, body: text };
    };
  },
};

type Handler = (request: never, response: never) => Promise<unknown>;

/**
 * Ends the request with what the adapter rejects with. Node and Express 4 would end the process, or
 * never respond.
 */
function watched(handler: Handler): (request: unknown, response: unknown) => void {
  return (request, response) => {
    handler(request as never, response as never).catch((error: unknown) => {
      (response as ServerResponse).destroy(new Error("the adapter rejected", { cause: error }));
    });
  };
}

function throughListener(listener: RequestListener | ((request: never, response: never) => unknown)): Send {
  return async ({ headers, body }) => {
    const response = await inject(listener as inject.DispatchFunc, {
      method: "POST",
      url: "/",
      headers,
      payload: body,
    });
    return { status: response.statusCode, headers: response.headers, body: response.payload };
  };
}

function throughFetch(handle: (request: Request) => Promise<Response>): Send {
  return async ({ headers, body }) => {
    const response = await handle(new Request("http://localhost/", { method: "POST", headers, body }));
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
  };
}
