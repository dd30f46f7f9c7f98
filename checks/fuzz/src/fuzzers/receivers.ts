import { createReceiver, type WebhookOptions } from "@flaghook/adapters";
import { webhook as expressWebhook } from "@flaghook/adapters/express";
import { webhook as lambdaWebhook } from "@flaghook/adapters/lambda";
import { webhook as nodeWebhook } from "@flaghook/adapters/node";
import type { WebhookEvent } from "@flaghook/core";
import * as fc from "fast-check";
import { ANYTHING, NAMES } from "../generators/anything.ts";
import { acme, deliver, KINDS, SECRET } from "../harness/endpoint.ts";
import { explore, type Fuzzer } from "../harness/fuzzer.ts";
import { responseOf, takeUnhandled } from "../harness/unhandled.ts";
import { assert, MARKER } from "../invariants/invariants.ts";

/** Every place where a receiver calls somebody else's code. */
const HOOKS = ["secret", "onEvent", "onVerified", "onError", "scope", "accept", "respond"] as const;

/** How that code ends. */
const ENDS = ["returns", "resolves", "throws", "rejects"] as const;

/** What the hooks do: as they should, but for one. */
let misbehaviour: {
  readonly hook: (typeof HOOKS)[number];
  readonly end: (typeof ENDS)[number];
  readonly value: unknown;
};

/** The scopes that the inbox got. */
let scopes: unknown[] = [];

/**
 * A receiver whose functions can be anything responds to every request, and never as if all were
 * well when it was not.
 */
export const receivers: Fuzzer = {
  name: "receivers",
  claim:
    "hooks, requests and streams that give or throw anything: always a response, never a slot without its scope",
  cases: 150_000,
  run(settings) {
    const receive = createReceiver(options());
    const hooks = fc.asyncProperty(
      fc.constantFrom(...HOOKS),
      fc.constantFrom(...ENDS),
      fc.constantFrom(...NAMES),
      fc.constantFrom(...KINDS),
      (hook, end, name, kind) => judgeHook(receive, { hook, end, name, kind }),
    );
    const requests = fc.asyncProperty(
      fc.constantFrom(...Object.keys(ENTRIES)),
      fc.constantFrom(...NAMES),
      judgeRequest,
    );
    const bodies = fc.asyncProperty(
      fc.constantFrom("iterates", "listens"),
      fc.array(fc.constantFrom("good bytes", "good text", ...NAMES), { maxLength: 4 }),
      judgeChunks,
    );
    return explore(
      [
        [0.6, hooks],
        [0.2, requests],
        [0.2, bodies],
      ],
      settings,
    );
  },
};

function options(): WebhookOptions<WebhookEvent> {
  return {
    provider: acme,
    secret: () => ending("secret", SECRET),
    onEvent: () => ending("onEvent", undefined),
    onVerified: () => ending("onVerified", undefined),
    onError: () => ending("onError", undefined),
    scope: () => ending("scope", "a tenant"),
    inbox: {
      async accept(_verified, _delivery, given = {}) {
        scopes.push(given.scope);
        return ending("accept", "accepted");
      },
    },
    respond: () => ending("respond", undefined),
  };
}

/** What a hook returns: as it should, or what the case says. */
function ending<Result>(hook: (typeof HOOKS)[number], otherwise: Result): Result {
  if (misbehaviour.hook !== hook) return otherwise;
  const { end, value } = misbehaviour;
  if (end === "throws") throw value;
  if (end === "rejects") return Promise.reject(value) as Result;
  return (end === "resolves" ? Promise.resolve(value) : value) as Result;
}

interface HookCase {
  readonly hook: (typeof HOOKS)[number];
  readonly end: (typeof ENDS)[number];
  readonly name: string;
  readonly kind: (typeof KINDS)[number];
}

async function judgeHook(
  receive: ReturnType<typeof createReceiver>,
  { hook, end, name, kind }: HookCase,
): Promise<void> {
  misbehaviour = { hook, end, value: ANYTHING[name]!() };
  scopes = [];
  const { status, body } = await responseOf(() => receive(deliver(kind)));
  await assertNothingUnhandled();
  assert(Number.isInteger(status) && status >= 200 && status <= 599, `status ${status}`);
  assert(
    !body.includes(MARKER) || (hook === "respond" && end !== "throws"),
    "a response shows what a hook threw",
  );
  for (const scope of scopes) {
    assert(typeof scope === "string" && scope !== "", "stored without a scope, where there is one");
  }
  if (kind === "forged") assert(hook === "respond" || status >= 400, `a forged delivery got ${status}`);
  const isStored = kind === "good" || kind === "bad";
  if (hook === "scope" && isStored && name !== "a text" && name !== "a thenable") {
    assert(status === 500, `a scope that ${end} ${name} got ${status}`);
  }
}

/** Ways in for what is no request at all, or one whose parts throw. */
const ENTRIES: Readonly<Record<string, (value: unknown) => Promise<number>>> = {
  "receive(value)": async (value) => (await plain()(value as never)).status,
  "receive({ headers })": async (value) => (await plain()({ headers: value, body: "" } as never)).status,
  "receive({ body })": async (value) => (await plain()({ headers: {}, body: value } as never)).status,
  "receive({ method })": async (value) =>
    (await plain()({ headers: {}, body: "", method: value } as never)).status,
  "lambda(value)": async (value) => (await lambda()(value as never)).statusCode,
  "lambda({ body })": async (value) => (await lambda()({ headers: {}, body: value })).statusCode,
  "lambda({ headers })": async (value) => (await lambda()({ headers: value, body: "" } as never)).statusCode,
  "lambda({ requestContext })": async (value) =>
    (await lambda()({ headers: {}, requestContext: value })).statusCode,
  "node, body getter": (value) => throughNode(nodeWebhook(quiet()), value),
  "express, body getter": (value) => throughNode(expressWebhook(quiet()), value),
};

const plain = once(() => createReceiver(quiet()));
const lambda = once(() => lambdaWebhook(quiet()));

function quiet<Request>(): WebhookOptions<WebhookEvent, Request> {
  return { provider: acme, secret: SECRET, onError: () => {} };
}

async function judgeRequest(entry: string, name: string): Promise<void> {
  const status = await responseOf(() => ENTRIES[entry]!(ANYTHING[name]!()));
  await assertNothingUnhandled();
  assert(Number.isInteger(status) && status >= 400 && status <= 599, `${entry} got ${status}`);
}

/** A request that somebody has read, whose body is a getter that throws the value. */
async function throughNode(
  listener: (request: never, response: never) => Promise<void>,
  value: unknown,
): Promise<number> {
  const request = {
    method: "POST",
    headers: {},
    readableDidRead: true,
    on: () => {},
    off: () => {},
    resume: () => {},
    get body() {
      throw value;
    },
  };
  const response = { statusCode: 0, headersSent: false, setHeader: () => {}, write: () => {}, end: () => {} };
  await listener(request as never, response as never);
  return response.statusCode;
}

const LIMIT = 100;

/** Chunks that are bytes or text. */
const RAW: readonly string[] = ["good bytes", "good text", "a text", "an empty text", "bytes"];

/** Streams whose chunks may be no chunks: the limit holds, and what is no bytes is no body. */
async function judgeChunks(way: string, names: readonly string[]): Promise<void> {
  const { headers, body } = deliver("good");
  const chunks = names.map((name) => (name.startsWith("good") ? chunkOf(name, body) : ANYTHING[name]!()));
  const thrown: unknown[] = [];
  const given = way === "iterates" ? iterable(chunks) : emitter(chunks, thrown);
  let read: Uint8Array | undefined;
  const receive = createReceiver({
    provider: acme,
    secret: (delivery) => {
      read = delivery.body;
      return SECRET;
    },
    onError: () => {},
    maxBodyBytes: LIMIT,
  });
  const { status } = await responseOf(() => receive({ headers, body: given as never }));
  await assertNothingUnhandled();
  const isRaw = names.every((name) => RAW.includes(name));
  assert(isRaw || status >= 400, `a stream of ${names.join(", ")} got ${status}`);
  assert((read?.byteLength ?? 0) <= LIMIT, `read ${read?.byteLength} bytes where ${LIMIT} are allowed`);
  assert(read === undefined || ArrayBuffer.isView(read), "read what is no bytes");
  assert(thrown.length === 0, "a listener threw at the stream, which ends the process");
}

function chunkOf(name: string, body: Buffer): Uint8Array | string {
  return name === "good text" ? body.toString() : body;
}

async function* iterable(chunks: readonly unknown[]): AsyncGenerator {
  yield* chunks;
}

/**
 * A look-alike of a Node stream, which gives its chunks when it is resumed, and takes down what is
 * thrown at it.
 */
function emitter(chunks: readonly unknown[], thrown: unknown[]): object {
  const listeners = new Map<string, ((chunk?: unknown) => void)[]>();
  const emit = (event: string, chunk?: unknown): void => {
    for (const listener of listeners.get(event) ?? []) {
      try {
        listener(chunk);
      } catch (error) {
        thrown.push(error);
      }
    }
  };
  return {
    on(event: string, listener: () => void) {
      listeners.set(event, [...(listeners.get(event) ?? []), listener]);
    },
    off(event: string, listener: () => void) {
      listeners.set(
        event,
        (listeners.get(event) ?? []).filter((one) => one !== listener),
      );
    },
    resume() {
      queueMicrotask(() => {
        for (const chunk of chunks) emit("data", chunk);
        emit("end");
      });
    },
    destroy() {},
  };
}

async function assertNothingUnhandled(): Promise<void> {
  const unhandled = await takeUnhandled();
  assert(unhandled.length === 0, `ended the process: ${unhandled.join("; ")}`);
}

function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}
