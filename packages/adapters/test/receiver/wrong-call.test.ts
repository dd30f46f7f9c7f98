import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { beforeEach, describe, expect, it } from "vitest";
import { webhook as expressWebhook } from "../../src/express.ts";
import { webhook as fastify } from "../../src/fastify.ts";
import { webhook as fetchWebhook } from "../../src/fetch.ts";
import { webhook as hono } from "../../src/hono.ts";
import { createReceiver, type WebhookOptions } from "../../src/index.ts";
import { webhook as koa } from "../../src/koa.ts";
import { webhook as lambda } from "../../src/lambda.ts";
import { webhook as node } from "../../src/node.ts";
import { acme, deliver, PING, SECRET, type AcmeEvent } from "../support/acme.ts";

let errors: unknown[] = [];
let handled = 0;
beforeEach(() => {
  errors = [];
  handled = 0;
});

const options: WebhookOptions<AcmeEvent, never> = {
  provider: acme,
  secret: SECRET,
  onEvent: () => handled++,
  onError: (error) => errors.push(error),
};

/** A request of Node's, as far as these tests get. */
const nodeRequest = { method: "POST", url: "/hook", headers: deliver(PING).headers };

describe.each([
  ["node", node(options)],
  ["express", expressWebhook(options)],
])("%s without the response, as in a controller of NestJS that lacks @Res()", (_name, webhook) => {
  it("reports once what to change, and runs no handler", async () => {
    const receive = webhook as (request: unknown) => Promise<void>;
    await receive(nodeRequest);
    expect(errors.map(String)).toEqual([
      expect.stringMatching(/^TypeError: webhook\(\) was called without Node's response: .*@Res\(\)/),
    ]);
    expect(handled).toBe(0);
  });
});

it("koa on Express reports once that it got no context", async () => {
  const receive = koa(options) as (...given: unknown[]) => Promise<void>;
  await receive(nodeRequest, {});
  expect(errors.map(String)).toEqual([expect.stringMatching(/without Koa's context: mount it with app.use/)]);
});

it("fastify on Express is a TypeError that says how to mount it", () => {
  const mount = fastify(options) as unknown as (...given: unknown[]) => void;
  expect(() => mount(nodeRequest, {}, () => {})).toThrow(/app\.register\(webhook/);
});

it("fetch on Express reports that it got no Request", async () => {
  const receive = fetchWebhook(options) as (request: unknown) => Promise<Response>;
  expect((await receive(nodeRequest)).status).toBe(500);
  expect(String(errors[0])).toMatch(/without a web Request.*@flaghook\/adapters\/express/);
  expect(handled).toBe(0);
});

it("hono with a Request reports that it got no context", async () => {
  const receive = hono(options) as (request: unknown) => Promise<Response>;
  const request = new Request("http://localhost/hook", { method: "POST", body: PING });
  expect((await receive(request)).status).toBe(500);
  expect(String(errors[0])).toMatch(/without Hono's context.*@flaghook\/adapters\/fetch/);
});

it.each([
  { name: "a test event of the console", event: { key1: "value1" } },
  { name: "an event of SQS", event: { Records: [{ body: PING }] } },
  { name: "a payload alone, without the proxy integration", event: JSON.parse(PING) },
  { name: "nothing", event: undefined },
])("lambda reports that $name is no HTTP request", async ({ event }) => {
  expect(await lambda(options)(event as never)).toMatchObject({ statusCode: 500 });
  expect(String(errors[0])).toMatch(/^TypeError: the event has no method and no headers.*proxy integration/);
});

it.each([
  { name: "a request of Node's", given: new IncomingMessage(new Socket()) },
  { name: "a Request", given: new Request("http://localhost") },
  { name: "a context of Koa's or Hono's", given: { req: {} } },
])(
  "webhook itself in place of what it returns, called with $name, is a TypeError that says so",
  ({ given }) => {
    expect(() => createReceiver(given as never)).toThrow(
      "webhook() was given a request in place of options: mount what webhook({ … }) returns.",
    );
  },
);
