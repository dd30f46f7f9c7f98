import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { createReceiver, type WebhookOptions } from "../../src/index.ts";
import { webhook as express } from "../../src/express.ts";
import { webhook as fastify } from "../../src/fastify.ts";
import { webhook as fetch } from "../../src/fetch.ts";
import { webhook as hono } from "../../src/hono.ts";
import { webhook as koa } from "../../src/koa.ts";
import { webhook as lambda } from "../../src/lambda.ts";
import { webhook as node } from "../../src/node.ts";
import { acme, SECRET, type AcmeEvent } from "../support/acme.ts";

const inbox = { accept: async (): Promise<"accepted"> => "accepted" };

const mistakes: { name: string; wrong: object; message: RegExp }[] = [
  { name: "an unknown option", wrong: { maxBodyByte: 1 }, message: /unknown option "maxBodyByte"/ },
  { name: "no provider", wrong: { provider: undefined }, message: /provider must be/ },
  { name: "a provider that is a name", wrong: { provider: "github" }, message: /provider must be/ },
  { name: "no secret", wrong: { secret: undefined }, message: /secret: \(\) => process\.env/ },
  { name: "an empty secret", wrong: { secret: "" }, message: /secret/ },
  { name: "an empty list of secrets", wrong: { secret: [] }, message: /secret/ },
  {
    name: "a list with an empty secret",
    wrong: { secret: [SECRET, { label: "a", secret: "" }] },
    message: /secret/,
  },
  { name: "an empty label", wrong: { secret: { label: "", secret: SECRET } }, message: /label/ },
  {
    name: "a handler for an event that the provider lacks",
    wrong: { on: { pong() {} } },
    message: /"pong", which acme does not send/,
  },
  {
    name: "a handler named like a method of objects",
    wrong: { on: { toString() {} } },
    message: /"toString"/,
  },
  {
    name: "a handler that is no function",
    wrong: { on: { ping: "log" } },
    message: /on\["ping"\] must be a function/,
  },
  { name: "handlers that are no object", wrong: { on: "log" }, message: /on must be/ },
  {
    name: "handlers that are methods of a class, which nobody would find",
    wrong: {
      on: new (class {
        ping(): void {}
      })(),
    },
    message: /on must be/,
  },
  { name: "an onEvent that is no function", wrong: { onEvent: {} }, message: /onEvent/ },
  { name: "an onVerified that is no function", wrong: { onVerified: {} }, message: /onVerified/ },
  { name: "an onError that is no function", wrong: { onError: console }, message: /onError/ },
  { name: "a respond that is no function", wrong: { respond: { status: 200 } }, message: /respond/ },
  { name: "a log that is no function", wrong: { log: console }, message: /log must be false/ },
  { name: "a log that is true", wrong: { log: true }, message: /log must be false/ },
  { name: "a timer that is no function", wrong: { timer: 1 }, message: /timer/ },
  { name: "a clock that is no function", wrong: { now: new Date(0) }, message: /now/ },
  { name: "an inbox that cannot accept", wrong: { inbox: {} }, message: /inbox/ },
  { name: "a scope without an inbox", wrong: { scope: "a" }, message: /scope/ },
  { name: "an empty scope", wrong: { inbox, scope: "" }, message: /scope/ },
  { name: "a limit in words", wrong: { maxBodyBytes: "25mb" }, message: /maxBodyBytes/ },
  { name: "a negative limit", wrong: { maxBodyBytes: -1 }, message: /maxBodyBytes/ },
  { name: "pending bytes in words", wrong: { maxPendingBytes: "256mb" }, message: /maxPendingBytes/ },
  { name: "negative pending bytes", wrong: { maxPendingBytes: -1 }, message: /maxPendingBytes/ },
  { name: "pending bytes that are no number", wrong: { maxPendingBytes: NaN }, message: /maxPendingBytes/ },
  { name: "a part of a pending byte", wrong: { maxPendingBytes: 1.5 }, message: /maxPendingBytes/ },
  { name: "a time that is no number", wrong: { slowHandlerMs: NaN }, message: /slowHandlerMs/ },
  { name: "a time in text", wrong: { slowHandlerMs: "8000" }, message: /slowHandlerMs/ },
  { name: "a time of nothing", wrong: { slowHandlerMs: 0 }, message: /slowHandlerMs/ },
];

it.each(mistakes)("refuses $name when it is made", ({ wrong, message }) => {
  const options = { provider: acme, secret: SECRET, ...wrong } as unknown as WebhookOptions<AcmeEvent>;
  expect(() => createReceiver(options)).toThrow(TypeError);
  expect(() => createReceiver(options)).toThrow(message);
});

const wrong = { provider: acme, secret: "" };

it.each([
  { subpath: "express", make: () => express(wrong) },
  { subpath: "fastify", make: () => fastify(wrong) },
  { subpath: "fetch", make: () => fetch(wrong) },
  { subpath: "hono", make: () => hono(wrong) },
  { subpath: "koa", make: () => koa(wrong) },
  { subpath: "lambda", make: () => lambda(wrong) },
  { subpath: "node", make: () => node(wrong) },
])("refuses a wrong option in $subpath, too", ({ make }) => {
  expect(make).toThrow(TypeError);
});

const absent = { provider: acme, secret: () => process.env["A_VARIABLE_THAT_IS_NOT_SET"] };

it.each([
  { subpath: "express", make: () => express(absent) },
  { subpath: "fastify", make: () => fastify(absent) },
  { subpath: "fetch", make: () => fetch(absent) },
  { subpath: "hono", make: () => hono(absent) },
  { subpath: "koa", make: () => koa(absent) },
  { subpath: "lambda", make: () => lambda(absent) },
  { subpath: "node", make: () => node(absent) },
])("lets a build without secrets load a module that uses $subpath", ({ make }) => {
  expect(make).not.toThrow();
});

it("takes handlers of another realm, and those that a module exports", () => {
  const foreign = runInNewContext("({ ping() {} })") as { ping(): void };
  const exported = Object.assign(Object.create(null), { ping() {} }) as { ping(): void };
  for (const on of [foreign, exported]) {
    expect(() => createReceiver({ provider: acme, secret: SECRET, on })).not.toThrow();
  }
});

it("refuses options that are none", () => {
  expect(() => createReceiver(undefined as never)).toThrow(TypeError);
});

it("never names a secret in what it throws", () => {
  const options = { provider: acme, secret: [SECRET, { label: "", secret: "very secret" }] };
  expect(() => createReceiver(options)).toThrow(/^((?!very secret|acme-secret).)*$/);
});

it("reads every option once, so that none can change its mind", () => {
  const reads: string[] = [];
  const given = {
    provider: acme,
    secret: SECRET,
    inbox,
    scope: "a",
    respond: () => undefined,
    maxBodyBytes: 1,
  };
  const watched = new Proxy(given, {
    get(target, name, receiver): unknown {
      reads.push(String(name));
      return Reflect.get(target, name, receiver);
    },
  });
  createReceiver(watched);
  expect(reads.toSorted()).toEqual(Object.keys(given).toSorted());
});
