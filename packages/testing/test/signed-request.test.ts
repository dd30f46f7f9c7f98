import type { Provider } from "@flaghook/core";
import express from "express";
import Fastify from "fastify";
import { Hono } from "hono";
import type { IncomingMessage, RequestListener } from "node:http";
import { buffer } from "node:stream/consumers";
import supertest from "supertest";
import { afterEach, describe, expect, test, vi } from "vitest";
import { signedDelivery, signedRequest, type SignedRequest } from "../src/index.ts";
import { acme, chronos } from "./acme.ts";
import { withFastify, withHono, withLightMyRequest, withSupertest } from "./recipes/clients.ts";

const secret = "secret";
const url = "/webhooks/acme";

afterEach(() => vi.unstubAllGlobals());

/** 200 for the provider's event in exactly these bytes, else the status of the refusal. */
function statusOf(provider: Provider, headers: object, body: Uint8Array): number {
  const result = provider.safeVerify({ headers: headers as Record<string, string>, body }, { secret });
  return result.ok ? 200 : result.error.status;
}

const listen =
  (provider: Provider): RequestListener =>
  async (request: IncomingMessage, response) => {
    response.statusCode =
      request.url === url ? statusOf(provider, request.headers, await buffer(request)) : 404;
    response.end();
  };

/** 405 for any other method. */
const only =
  (method: string, listener: RequestListener): RequestListener =>
  (request, response) => {
    if (request.method === method) return listener(request, response);
    response.statusCode = 405;
    response.end();
  };

const clients: Record<string, (request: SignedRequest) => Promise<number>> = {
  supertest: (request) => withSupertest(express().all(url, only(request.method, listen(acme))), request),
  "Fastify's inject": (request) => {
    const app = Fastify();
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
    app.route({
      method: request.method,
      url,
      handler: ({ headers, body }, response) =>
        response.code(statusOf(acme, headers, body as Uint8Array)).send(),
    });
    return withFastify(app, request);
  },
  "Hono's request": (request) => {
    const app = new Hono();
    app.on(request.method, url, async ({ req, body }) => {
      const status = statusOf(acme, req.raw.headers, new Uint8Array(await req.arrayBuffer()));
      return body("", status as 200);
    });
    return withHono(app, request);
  },
  "light-my-request": (request) => withLightMyRequest(only(request.method, listen(acme)), request),
};

describe.each(Object.entries(clients))("%s", (_name, send) => {
  test.each([
    { name: "an object", payload: { type: "ping", text: "é" } },
    { name: "text with its own spacing", payload: '{ "type" : "ping" }\n' },
    { name: "bytes", payload: new TextEncoder().encode('{ "type": "ping" }') },
    { name: "a byte order mark", payload: '\uFEFF{"type":"ping"}' },
  ])("sends $name as it was signed", async ({ payload }) => {
    expect(await send(signedRequest(acme, payload, { secret, url }))).toBe(200);
  });

  test("is refused under another secret", async () => {
    expect(await send(signedRequest(acme, { type: "ping" }, { secret: "other", url }))).toBe(403);
  });
});

const notUtf8 = new Uint8Array([0x22, 0xff, 0x22]);

test.each(Object.entries(clients).filter(([name]) => name !== "supertest"))(
  "%s sends bytes that are no UTF-8 as they were signed: 400, not 403",
  async (_name, send) => {
    expect(await send(signedRequest(acme, notUtf8, { secret, url }))).toBe(400);
  },
);

test("supertest sends them where nothing serialises", async () => {
  const request = signedRequest(acme, notUtf8, { secret, url });
  const app = express().post(url, listen(acme));
  const sent = supertest(app).post(request.url).set(request.headers);
  expect((await sent.serialize((body) => body as never).send(request.body)).status).toBe(400);
});

test("is what signedDelivery gives, with a method and the URL", () => {
  const options = { secret, name: "tick", id: "7", timestamp: new Date(5000) };
  const { headers, body } = signedDelivery(chronos, { n: 1 }, options);
  expect(signedRequest(chronos, { n: 1 }, { ...options, url })).toEqual({
    method: "POST",
    url,
    headers,
    body: new TextDecoder().decode(body),
  });
});

test("takes the method that the provider lists first, or the one you name", () => {
  const growing = { ...acme, methods: ["PATCH", "POST"] };
  expect(signedRequest(growing, {}, { secret, url }).method).toBe("PATCH");
  expect(signedRequest(growing, {}, { secret, url, method: "PUT" }).method).toBe("PUT");
});

test.each(Object.entries(clients))("%s sends with the method of the request", async (_name, send) => {
  const status = await send(signedRequest(acme, { type: "ping" }, { secret, url, method: "PUT" }));
  expect(status).toBe(200);
});

test("is the init of a Request", async () => {
  const request = signedRequest(acme, { type: "ping" }, { secret, url: "https://example.com/hook" });
  const { method, url: sentTo, headers, body } = new Request(request.url, request);
  expect([method, sentTo]).toEqual(["POST", "https://example.com/hook"]);
  expect(statusOf(acme, headers, new Uint8Array(await new Response(body).arrayBuffer()))).toBe(200);
});

test("has plain bytes where there is no Buffer", () => {
  vi.stubGlobal("Buffer", undefined);
  const { body } = signedRequest(acme, notUtf8, { secret, url });
  vi.unstubAllGlobals();
  expect(Object.getPrototypeOf(body)).toBe(Uint8Array.prototype);
  expect(body).toEqual(notUtf8);
});

test.each([
  { name: "no url", options: { secret } },
  { name: "an empty url", options: { secret, url: "" } },
  { name: "a URL object", options: { secret, url: new URL("https://example.com") } },
  { name: "an empty secret", options: { secret: "", url } },
  { name: "a method in lower case", options: { secret, url, method: "put" } },
  { name: "GET, which has no body", options: { secret, url, method: "GET" } },
])("throws a TypeError for $name", ({ options }) => {
  expect(() => signedRequest(acme, {}, options as { secret: string; url: string })).toThrow(TypeError);
});
