import { createAdaptorServer } from "@hono/node-server";
import expressFramework from "express";
import Fastify from "fastify";
import { Hono } from "hono";
import Koa from "koa";
import type { Server } from "node:http";
import { json } from "node:stream/consumers";
import { WebhookError } from "@flaghook/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { webhook as fastify } from "../../src/fastify.ts";
import { webhook as koa } from "../../src/koa.ts";
import { webhook as express } from "../../src/express.ts";
import { webhook as fetchWebhook } from "../../src/fetch.ts";
import { webhook as hono } from "../../src/hono.ts";
import { createReceiver, type ReceiverInbox, type WebhookOptions } from "../../src/index.ts";
import { webhook as lambda } from "../../src/lambda.ts";
import { webhook as node } from "../../src/node.ts";
import { acme, deliver, PING, SECRET, type AcmeEvent } from "../support/acme.ts";
import type { RunningServer } from "../support/server-under-test.ts";
import { listen, listenTo } from "../support/listen.ts";
import { post } from "../support/request.ts";
import { untouchables } from "../support/untouchable.ts";

let errors: unknown[] = [];
afterEach(() => {
  errors = [];
});
// Each subpath has a request of its own.
const options = <Request = unknown>(
  more: Partial<WebhookOptions<AcmeEvent>> = {},
): WebhookOptions<AcmeEvent, Request> => ({
  provider: acme,
  secret: SECRET,
  onEvent: () => undefined,
  onError: (error) => errors.push(error),
  ...more,
});

const FAULT = '{"code":"internal-error"}';

/** What no framework would hand over. */
const nonsense = [undefined, null, 7, "delivery", true, Symbol("x"), [], {}, () => undefined];

describe("what is handed over", () => {
  const wrong = [
    ...nonsense.map((value) => ({ name: `${typeof value} ${JSON.stringify(value)}`, value: value as never })),
    ...untouchables.map(({ name, make }) => ({ name, value: make() as never })),
  ];

  it.each(wrong)("may be $name: createReceiver responds 500", async ({ value }) => {
    expect(await createReceiver(options())(value)).toMatchObject({ status: 500 });
    expect(errors).toHaveLength(1);
  });

  it.each(wrong)("may be $name: lambda responds 500, or refuses it as empty", async ({ value }) => {
    const { statusCode } = await lambda(options())(value);
    expect([401, 500]).toContain(statusCode); // most have no headers and no body, as an event may
    expect(errors).toHaveLength(1);
  });

  it.each(wrong)("may be $name: fetch responds 500", async ({ value }) => {
    expect((await fetchWebhook(options())(value)).status).toBe(500);
    expect(errors).toHaveLength(1);
  });

  it.each(wrong)("may be $name: hono responds 500", async ({ value }) => {
    expect((await hono(options())(value)).status).toBe(500);
    expect(errors).toHaveLength(1);
  });

  it.each(wrong)("may be $name: node and express do not reject", async ({ value }) => {
    await node(options())(value, value);
    await express(options())(value, value);
    expect(errors.length).toBeGreaterThanOrEqual(2);
  });

  it.each(untouchables)("may have parts that are $name", async ({ make }) => {
    const receive = createReceiver(options());
    const { headers } = deliver(PING);
    const deliveries = [
      { headers: make(), body: PING },
      { headers: { "x-acme-signature": make() }, body: PING },
      { headers, body: make() },
      { headers, body: { [Symbol.asyncIterator]: () => make() } },
      { headers, body: { locked: false, getReader: () => make() } },
      { headers, body: { locked: false, getReader: () => ({ read: make, cancel: make }) } },
    ];
    for (const delivery of deliveries) {
      expect((await receive(delivery as never)).status).toBeGreaterThanOrEqual(400);
    }
    expect(errors).toHaveLength(deliveries.length);
  });
});

/** A response that keeps what is written to it. */
function fakeResponse(): {
  statusCode: number;
  headersSent: boolean;
  written: string[];
  [name: string]: unknown;
} {
  const written: string[] = [];
  return {
    statusCode: 0,
    headersSent: false,
    written,
    setHeader: () => undefined,
    write: () => undefined,
    end: (body: string) => written.push(body),
    destroy: () => written.push("destroyed"),
  };
}

const request = (more: object): never =>
  Object.defineProperties(
    { method: "POST", url: "/", headers: deliver(PING).headers, readableDidRead: true, complete: true },
    Object.getOwnPropertyDescriptors(more),
  ) as never;

describe("a request of Node's", () => {
  it.each(["rawBody", "body", "method", "headers"])(
    "whose %s is a getter that throws is 500",
    async (part) => {
      const failure = new Error("Invalid JSON");
      const getter = {};
      Object.defineProperty(getter, part, {
        get() {
          throw failure;
        },
      });
      for (const webhook of [node, express as typeof node]) {
        errors = [];
        const written = fakeResponse();
        await webhook(options())(request(getter), written as never);
        expect([written.statusCode, ...written.written]).toEqual([500, FAULT]);
        expect(errors).toEqual([failure]);
      }
    },
  );

  it("whose response throws at a header is reported, and becomes 500", async () => {
    const failure = new Error("somebody patched it");
    let isFirst = true;
    const patched = {
      ...fakeResponse(),
      setHeader() {
        if (!isFirst) return;
        isFirst = false;
        throw failure;
      },
    };
    await node(options())(request({ rawBody: PING }), patched as never);
    expect([patched.statusCode, ...patched.written]).toEqual([500, '{"code":"response-failed"}']);
    expect(errors).toEqual([failure]);
  });

  it("whose response throws at everything is reported, and cut off", async () => {
    const failure = new Error("somebody patched it");
    const broken = {
      ...fakeResponse(),
      setHeader() {
        throw failure;
      },
    };
    await node(options())(request({ rawBody: PING }), broken as never);
    expect(broken.written).toEqual(["destroyed"]);
    expect(errors).toEqual([failure]);
  });
});

describe("a body that a framework gives through a getter that throws", () => {
  const failure = new Error("Invalid JSON");
  const thrower = (): PropertyDescriptor => ({
    get() {
      throw failure;
    },
  });
  const start: Record<string, (hook: WebhookOptions<AcmeEvent>) => Promise<RunningServer>> = {
    express: (hook) =>
      listenTo(
        expressFramework().post(
          "/hook",
          expressFramework.json(),
          (handed, _response, next) => {
            Object.defineProperty(handed, "body", thrower());
            next();
          },
          express(hook),
        ),
      ),
    koa: (hook) => {
      const app = new Koa().use(async (context, next) => {
        await json(context.req);
        Object.defineProperty(context.request, "body", thrower());
        await next();
      });
      return listenTo(app.use(koa(hook)).callback());
    },
    fastify: async (hook) => {
      const app = Fastify({ forceCloseConnections: true });
      app.addHook("preHandler", async (handed) => {
        Object.defineProperty(handed, "body", thrower());
      });
      app.post("/hook", fastify(hook));
      return { origin: await app.listen({ host: "127.0.0.1", port: 0 }), close: () => app.close() };
    },
    hono: (hook) => {
      const app = new Hono().post("/hook", async (context) => {
        Object.defineProperty(context.req, "bodyCache", thrower());
        return hono(hook)(context);
      });
      return listen(createAdaptorServer({ fetch: app.fetch }) as Server);
    },
  };

  it.each(Object.keys(start))("is 500 and reported, on %s", async (name) => {
    const server = await start[name]!(options());
    const { headers, body } = deliver(PING);
    const response = await post(
      `${server.origin}/hook`,
      { ...headers, "content-type": "application/json" },
      body,
    );
    expect(response).toEqual({ status: 500, body: FAULT });
    expect(errors).toEqual([failure]);
    await server.close();
  });
});

const inboxOf = (accept: () => unknown): { inbox: ReceiverInbox } => ({
  inbox: { accept: accept as ReceiverInbox["accept"] },
});

const handleLater = async (): Promise<void> => {};

describe.each(untouchables)("$name", ({ make }) => {
  /** Throws one and the same thing, so that the report can be compared. */
  const thrown = make();
  const fail = (): never => {
    throw thrown;
  };
  const failLater = (): Promise<never> => Promise.reject(thrown);

  it.each([
    { from: "secret", code: "secret-failed", more: { secret: fail } },
    { from: "an asynchronous secret", code: "secret-failed", more: { secret: failLater } },
    { from: "inbox.accept", code: "inbox-failed", more: inboxOf(fail) },
    { from: "an asynchronous inbox.accept", code: "inbox-failed", more: inboxOf(failLater) },
    { from: "scope", code: "scope-failed", more: { ...inboxOf(fail), scope: fail } },
    { from: "onEvent", code: "handler-failed", more: { onEvent: fail } },
    { from: "a handler in on", code: "handler-failed", more: { on: { ping: failLater } } },
    { from: "respond", code: "response-failed", more: { respond: fail } },
    { from: "timer", code: "handler-failed", more: { timer: fail, onEvent: handleLater } },
  ])("thrown by $from is 500 and reported", async ({ code, more }) => {
    const receive = createReceiver(options(more));
    expect(await receive(deliver(PING))).toMatchObject({ status: 500, body: JSON.stringify({ code }) });
    expect(errors.map((error) => error === thrown)).toEqual([true]);
  });

  it.each([
    { from: "onVerified", more: { onVerified: failLater } },
    { from: "a timer when it is stopped", more: { timer: () => fail, onEvent: handleLater } },
    { from: "a handler beside an inbox", more: { ...inboxOf(async () => "accepted"), onEvent: fail } },
  ])("thrown by $from is reported, and changes nothing", async ({ more }) => {
    expect(await createReceiver(options(more))(deliver(PING))).toMatchObject({ status: 200 });
    expect(errors.map((error) => error === thrown)).toEqual([true]);
  });

  it("thrown by onError does not change the response", async () => {
    const receive = createReceiver(options({ onError: fail }));
    expect(await receive(deliver(PING, "wrong"))).toMatchObject({ status: 403 });
  });

  it("returned by any function is never a rejection", async () => {
    const returns = {
      secret: make,
      scope: make,
      respond: make,
      timer: make,
      onEvent: make,
      onVerified: make,
    };
    for (const [name, option] of Object.entries(returns)) {
      const more = { ...(name === "scope" && inboxOf(async () => "accepted")), [name]: option };
      const { status } = await createReceiver(options(more as never))(deliver(PING));
      expect([name, [200, 500].includes(status)]).toEqual([name, true]);
    }
    expect(await createReceiver(options(inboxOf(make)))(deliver(PING))).toMatchObject({ status: 500 });
  });

  it("is printed as far as that goes when nobody listens", async () => {
    const print = vi.spyOn(console, "error").mockImplementation((...values: unknown[]) => {
      for (const value of values) String(value); // as a console of one's own may do
    });
    try {
      const receive = createReceiver(options({ onError: undefined, onEvent: fail }));
      expect(await receive(deliver(PING))).toMatchObject({ status: 500 });
      expect(print.mock.calls.at(-1)).toEqual(["acme: handler-failed: something that cannot be printed."]);
    } finally {
      print.mockRestore();
    }
  });
});

const BRAND = Symbol.for("flaghook.WebhookError");

describe("an inbox that is out of order", () => {
  it.each([undefined, null, "stored", true, {}, 1n, Symbol("accepted")].map((said) => ({ said })))(
    "is 500: it says $said",
    async ({ said }) => {
      const receive = createReceiver(options(inboxOf(async () => said)));
      expect(await receive(deliver(PING))).toMatchObject({ status: 500, body: '{"code":"inbox-failed"}' });
      expect(errors).toMatchObject([{ name: "TypeError" }]);
    },
  );

  it.each([
    { name: "no status", fields: { code: "x" } },
    { name: "a status that is none", fields: { code: "x", status: 42 } },
    { name: "a status of success", fields: { code: "x", status: 204 } },
    { name: "a status in text", fields: { code: "x", status: "403" } },
    { name: "a code that is no word", fields: { code: 'a", "body": "', status: 403 } },
    { name: "a code that is no text", fields: { code: 7n, status: 403 } },
  ])("is 500: what it throws looks like a refusal, with $name", async ({ fields }) => {
    const receive = createReceiver(options(inboxOf(() => Promise.reject({ [BRAND]: true, ...fields }))));
    expect(await receive(deliver(PING))).toMatchObject({ status: 500, body: '{"code":"inbox-failed"}' });
  });

  it("keeps a code that this version does not know", async () => {
    const later = { [BRAND]: true, status: 409, code: "of-a-later-version" };
    expect(WebhookError.is(later)).toBe(true);
    const receive = createReceiver(options(inboxOf(() => Promise.reject(later))));
    expect(await receive(deliver(PING))).toMatchObject({
      status: 409,
      body: '{"code":"of-a-later-version"}',
    });
  });
});
