import { WebhookError } from "@flaghook/core";
import { describe, expect, it, vi } from "vitest";
import {
  createReceiver,
  type ErrorContext,
  type Outcome,
  type ReceiverInbox,
  type Verification,
  type WebhookOptions,
} from "../../src/index.ts";
import { acme, deliver, PING, SECRET, type AcmeEvent } from "../support/acme.ts";

type Options = Partial<WebhookOptions<AcmeEvent>>;

/** A receiver whose reports are kept instead of printed. */
function receiverWith(options: Options): {
  receive: ReturnType<typeof createReceiver>;
  errors: unknown[];
  contexts: ErrorContext<AcmeEvent>[];
} {
  const errors: unknown[] = [];
  const contexts: ErrorContext<AcmeEvent>[] = [];
  const receive = createReceiver<AcmeEvent>({
    provider: acme,
    secret: SECRET,
    onError(error, context) {
      errors.push(error);
      contexts.push(context);
    },
    ...options,
  });
  return { receive, errors, contexts };
}

describe("handlers", () => {
  it("runs the handler of the type, then onEvent, each awaited", async () => {
    const order: string[] = [];
    const { receive } = receiverWith({
      on: {
        async ping(event) {
          await Promise.resolve();
          order.push(`ping ${event.payload.n}`);
        },
        order: () => order.push("order"),
      },
      onEvent: (event) => order.push(`any ${event.type}`),
    });
    expect(await receive(deliver(PING))).toEqual({
      status: 200,
      headers: { "content-type": "application/json" },
      body: '{"code":"handled"}',
    });
    expect(order).toEqual(["ping 1", "any ping"]);
  });

  it("gives events of unknown names to on.unknown", async () => {
    const seen: string[] = [];
    const { receive } = receiverWith({ on: { unknown: (event) => seen.push(event.name) } });
    await receive(deliver('{"type":"constructor"}'));
    expect(seen).toEqual(["constructor"]);
  });

  it("says ignored for an event that nobody handles", async () => {
    const { receive, errors } = receiverWith({ on: { order: () => expect.unreachable() } });
    expect(await receive(deliver(PING))).toMatchObject({ status: 200, body: '{"code":"ignored"}' });
    expect(errors).toEqual([]);
  });

  it("answers 500 when a handler throws, a WebhookError of another delivery too, and runs no further one", async () => {
    const failure = new WebhookError("missing-signature", "other", "no");
    const { receive, errors, contexts } = receiverWith({
      on: {
        ping() {
          throw failure;
        },
      },
      onEvent: () => expect.unreachable(),
    });
    expect(await receive(deliver(PING))).toMatchObject({ status: 500, body: '{"code":"handler-failed"}' });
    expect(errors).toEqual([failure]);
    expect(contexts).toMatchObject([
      { provider: "acme", stage: "handle", isVerified: true, event: { type: "ping" } },
    ]);
  });

  it("gives handlers the raw bytes, any header and the framework's request", async () => {
    const request = { url: "/a" };
    const seen: unknown[] = [];
    const { receive } = receiverWith({
      onEvent: (_event, delivery) =>
        seen.push(
          new TextDecoder().decode(delivery.body),
          delivery.header("X-Two"),
          delivery.header("x-one"),
          delivery.request,
        ),
    });
    const { headers, body } = deliver(PING);
    await receive({ headers: { ...headers, "X-One": "1", "x-two": ["1", "2"] }, body, request });
    expect(seen).toEqual([PING, undefined, "1", request]);
  });

  it("shows neither headers nor body when a delivery is printed or copied", async () => {
    const seen: string[] = [];
    const { receive } = receiverWith({
      onEvent: (_event, delivery) => seen.push(JSON.stringify(delivery), JSON.stringify({ ...delivery })),
    });
    await receive(deliver(PING));
    expect(seen).toEqual(["{}", "{}"]);
  });
});

describe("secrets", () => {
  it("reports which secret matched, by place and label", async () => {
    const seen: Partial<Verification<AcmeEvent>>[] = [];
    const secret = ["first", { label: "2026-11", secret: new TextEncoder().encode("second") }];
    const { receive } = receiverWith({
      secret,
      onVerified: ({ secretIndex, label, event, provider }) =>
        seen.push({ secretIndex, label, event, provider }),
    });
    await receive(deliver(PING, "first"));
    await receive(deliver(PING, "second"));
    await receive(deliver(PING, "third"));
    expect(seen).toMatchObject([
      { provider: "acme", secretIndex: 0, label: undefined, event: { type: "ping" } },
      { provider: "acme", secretIndex: 1, label: "2026-11", event: { type: "ping" } },
    ]);
    expect(seen).toHaveLength(2);
  });

  it("reports the secret of a signed payload that breaks its schema", async () => {
    const seen: unknown[] = [];
    const { receive } = receiverWith({
      secret: { label: "only", secret: SECRET },
      onVerified: ({ label, event }) => seen.push([label, event]),
    });
    await receive(deliver('{"type":"ping"}'));
    expect(seen).toEqual([["only", undefined]]);
  });

  it("is not stopped by an onVerified that throws", async () => {
    const failure = new Error("metrics are down");
    const { receive, errors, contexts } = receiverWith({ onVerified: () => Promise.reject(failure) });
    expect(await receive(deliver(PING))).toMatchObject({ status: 200 });
    expect(errors).toEqual([failure]);
    expect(contexts).toMatchObject([{ stage: "notify" }]);
  });

  it.each([
    { name: "undefined", found: undefined },
    { name: "an empty list", found: [] },
  ])("refuses like a wrong signature when the lookup finds $name", async ({ found }) => {
    const { receive } = receiverWith({ secret: () => found });
    expect(await receive(deliver(PING))).toMatchObject({
      status: 403,
      body: '{"code":"signature-mismatch"}',
    });
    expect(await receive({ headers: {}, body: PING })).toMatchObject({ status: 401 });
  });

  it("answers 500 when the lookup throws, or finds what cannot be a secret", async () => {
    const failure = new Error("key store is down");
    const down = receiverWith({ secret: () => Promise.reject(failure) });
    expect(await down.receive(deliver(PING))).toMatchObject({
      status: 500,
      body: '{"code":"secret-failed"}',
    });
    expect(down.errors).toEqual([failure]);
    expect(down.contexts).toMatchObject([{ stage: "secret", isVerified: false }]);

    const empty = receiverWith({ secret: () => "" });
    expect(await empty.receive(deliver(PING))).toMatchObject({
      status: 500,
      body: '{"code":"secret-failed"}',
    });
    expect(empty.errors).toMatchObject([{ name: "TypeError" }]);
  });

  it("answers 500 to whatever the lookup throws, a refusal of another delivery among it", async () => {
    const { receive } = receiverWith({
      secret: () => {
        throw new WebhookError("signature-mismatch", "keys", "the key store's own webhook was forged");
      },
    });
    expect(await receive(deliver(PING))).toMatchObject({ status: 500, body: '{"code":"secret-failed"}' });
  });

  it("does not look a secret up for a body that is too large", async () => {
    const { receive } = receiverWith({ maxBodyBytes: 4, secret: () => expect.unreachable() });
    expect(await receive(deliver(PING))).toMatchObject({ status: 413 });
  });
});

const acceptAll = async (): Promise<"accepted"> => "accepted";

/** A promise that a test settles. */
function deferred<Value = void>(): { promise: Promise<Value>; resolve: (value: Value) => void } {
  let resolve: ((value: Value) => void) | undefined;
  const promise = new Promise<Value>((settle) => (resolve = settle));
  return { promise, resolve: (value) => resolve?.(value) };
}

describe("inbox", () => {
  it.each(["accepted", "duplicate", "replay"] as const)(
    "answers 200 once the inbox says %s",
    async (acceptance) => {
      const accept = vi.fn<ReceiverInbox["accept"]>(async () => acceptance);
      const { receive } = receiverWith({ inbox: { accept } });
      const delivery = deliver(PING);
      expect(await receive(delivery)).toMatchObject({
        status: 200,
        body: JSON.stringify({ code: acceptance }),
      });
      expect(accept).toHaveBeenCalledExactlyOnceWith(
        expect.objectContaining({ type: "ping" }),
        expect.objectContaining({ headers: delivery.headers, body: new TextEncoder().encode(PING) }),
        {},
      );
    },
  );

  it("answers only after the delivery is stored", async () => {
    const stored = deferred<"accepted">();
    let isAnswered = false;
    const { receive } = receiverWith({ inbox: { accept: () => stored.promise } });
    const answer = receive(deliver(PING)).then((reply) => {
      isAnswered = true;
      return reply;
    });
    await new Promise(setImmediate);
    expect(isAnswered).toBe(false);
    stored.resolve("accepted");
    expect(await answer).toMatchObject({ status: 200 });
  });

  it("stores a signed payload that breaks its schema, answers 200 and reports it", async () => {
    const accept = vi.fn<ReceiverInbox["accept"]>(acceptAll);
    const { receive, errors } = receiverWith({ inbox: { accept }, onEvent: () => expect.unreachable() });
    expect(await receive(deliver('{"type":"ping"}'))).toMatchObject({
      status: 200,
      body: '{"code":"accepted"}',
    });
    expect(accept.mock.calls).toMatchObject([[{ code: "schema-mismatch" }, {}, {}]]);
    expect(errors).toMatchObject([{ code: "schema-mismatch" }]);
  });

  it("is never shown a delivery that is not verified, nor one that is not JSON", async () => {
    const { receive } = receiverWith({ inbox: { accept: () => expect.unreachable() } });
    expect(await receive({ headers: {}, body: PING })).toMatchObject({ status: 401 });
    expect(await receive(deliver(PING, "wrong"))).toMatchObject({ status: 403 });
    expect(await receive(deliver("["))).toMatchObject({ status: 400 });
  });

  it.each([
    { name: "an error", failure: new Error("disk full"), status: 500, code: "inbox-failed" },
    {
      name: "an error of status 413",
      failure: Object.assign(new Error("x"), { status: 413 }),
      status: 413,
      code: "body-too-large",
    },
    {
      name: "a WebhookError",
      failure: new WebhookError("body-too-large", "acme", "x"),
      status: 413,
      code: "body-too-large",
    },
    {
      name: "an error of another status",
      failure: Object.assign(new Error("x"), { status: 204 }),
      status: 500,
      code: "inbox-failed",
    },
  ])("answers $status when storing fails with $name", async ({ failure, status, code }) => {
    const { receive, errors, contexts } = receiverWith({ inbox: { accept: () => Promise.reject(failure) } });
    expect(await receive(deliver(PING))).toMatchObject({ status, body: JSON.stringify({ code }) });
    expect(errors).toEqual([failure]);
    expect(contexts).toMatchObject([{ stage: "inbox", isVerified: true }]);
  });

  it("passes the scope on, fixed or found by delivery", async () => {
    const scopes: unknown[] = [];
    const inbox = {
      accept: async (_verified: unknown, _delivery: unknown, options: unknown) => {
        scopes.push(options);
        return "accepted" as const;
      },
    };
    await receiverWith({ inbox, scope: "tenant-a" }).receive(deliver(PING));
    await receiverWith({ inbox, scope: async ({ request }) => String(request) }).receive({
      ...deliver(PING),
      request: "b",
    });
    expect(scopes).toEqual([{ scope: "tenant-a" }, { scope: "b" }]);
  });

  it("runs handlers after acceptance, and not for a duplicate or a replay", async () => {
    const order: string[] = [];
    const acceptances = ["accepted", "duplicate", "replay"] as const;
    for (const acceptance of acceptances) {
      const accept = async (): Promise<typeof acceptance> => {
        order.push(acceptance);
        return acceptance;
      };
      await receiverWith({ inbox: { accept }, onEvent: () => order.push("handler") }).receive(deliver(PING));
    }
    expect(order).toEqual(["accepted", "handler", "duplicate", "replay"]);
  });

  it("answers 200 when a handler throws after acceptance, and reports it", async () => {
    const failure = new Error("handler");
    const { receive, errors } = receiverWith({
      inbox: { accept: acceptAll },
      onEvent: () => Promise.reject(failure),
    });
    expect(await receive(deliver(PING))).toMatchObject({ status: 200, body: '{"code":"accepted"}' });
    expect(errors).toEqual([failure]);
  });
});

describe("reply", () => {
  it("sees every outcome of a POST, and changes none by returning nothing", async () => {
    const outcomes: Outcome<AcmeEvent>[] = [];
    const { receive } = receiverWith({
      reply(outcome) {
        outcomes.push(outcome);
        return undefined;
      },
    });
    expect((await receive(deliver(PING))).status).toBe(200);
    expect((await receive(deliver(PING, "wrong"))).status).toBe(403);
    expect((await receive(deliver('{"type":"ping"}'))).status).toBe(422);
    expect((await receive(deliver("["))).status).toBe(400);
    expect((await receive({ ...deliver(PING), method: "GET" })).status).toBe(405);
    expect(outcomes).toMatchObject([
      { isVerified: true, error: undefined, event: { type: "ping" }, reply: { status: 200 } },
      { isVerified: false, error: { code: "signature-mismatch" }, event: undefined, reply: { status: 403 } },
      { isVerified: true, error: { code: "schema-mismatch" }, event: undefined, reply: { status: 422 } },
      { isVerified: true, error: { code: "invalid-json" }, event: undefined, reply: { status: 400 } },
    ]);
  });

  it("keeps a failed batch aside and answers 2xx, for senders that would resend it for ever", async () => {
    const aside: string[] = [];
    const { receive } = receiverWith({
      onEvent: () => Promise.reject(new Error("database is down")),
      async reply({ error, isVerified, delivery }) {
        if (error === undefined || !isVerified) return undefined;
        aside.push(new TextDecoder().decode(delivery.body));
        return { status: 202 };
      },
    });
    expect(await receive(deliver(PING))).toEqual({ status: 202, headers: {}, body: "" });
    expect(await receive(deliver(PING, "wrong"))).toMatchObject({ status: 403 });
    expect(aside).toEqual([PING]);
  });

  it.each([
    { name: "throws", reply: () => Promise.reject(new WebhookError("missing-signature", "acme", "x")) },
    { name: "returns a status that is none", reply: () => ({ status: 42 }) },
    { name: "returns a body with 204", reply: () => ({ status: 204, body: "done" }) },
    {
      name: "returns a header with a line break",
      reply: () => ({ status: 200, headers: { a: "b\r\nc: d" } }),
    },
    { name: "returns a header without a name", reply: () => ({ status: 200, headers: { "": "b" } }) },
    { name: "returns a body that is no string", reply: () => ({ status: 200, body: {} as string }) },
  ])("answers 500 when it $name", async ({ reply }) => {
    const { receive, contexts } = receiverWith({ reply });
    expect(await receive(deliver(PING))).toMatchObject({ status: 500, body: '{"code":"reply-failed"}' });
    expect(contexts).toMatchObject([{ stage: "reply" }]);
  });
});

/** A timer that goes off when the test says so. */
function manualTimer(): {
  timer: NonNullable<Options["timer"]>;
  delays: number[];
  fire: () => void;
  pending: () => number;
} {
  const callbacks = new Set<() => void>();
  const delays: number[] = [];
  return {
    delays,
    timer(callback, delayMs) {
      delays.push(delayMs);
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
    fire: () => callbacks.forEach((callback) => callback()),
    pending: () => callbacks.size,
  };
}

describe("slow handlers", () => {
  it("reports a handler that is still running, once, and answers when it ends", async () => {
    const { timer, delays, fire, pending } = manualTimer();
    const started = deferred();
    const finished = deferred();
    const { receive, errors, contexts } = receiverWith({
      timer,
      onEvent: () => {
        started.resolve();
        return finished.promise;
      },
    });
    const answer = receive(deliver(PING));
    await started.promise;
    fire();
    expect(errors).toMatchObject([{ name: "ReceiverError", code: "slow-handler", provider: "acme" }]);
    expect(contexts).toMatchObject([{ stage: "handle", event: { type: "ping" } }]);
    finished.resolve();
    expect(await answer).toMatchObject({ status: 200 });
    expect(delays).toEqual([8000]);
    expect(pending()).toBe(0);
  });

  it("stops watching after a refusal and after a failure", async () => {
    const { timer, delays, pending } = manualTimer();
    const { receive } = receiverWith({
      timer,
      slowHandlerMs: 50,
      onEvent: () => Promise.reject(new Error("x")),
    });
    await receive(deliver(PING));
    await receive(deliver(PING, "wrong"));
    expect(delays).toEqual([50, 50]);
    expect(pending()).toBe(0);
  });

  it("keeps no process alive for its report", async () => {
    const start = vi.spyOn(globalThis, "setTimeout");
    try {
      await receiverWith({}).receive(deliver(PING));
      const timers = start.mock.results.map(({ value }) => value as NodeJS.Timeout);
      expect(timers.map((timer) => timer.hasRef())).toEqual([false]);
    } finally {
      start.mockRestore();
    }
  });

  it("does not watch when the limit is Infinity", async () => {
    const { timer, delays } = manualTimer();
    await receiverWith({ timer, slowHandlerMs: Infinity }).receive(deliver(PING));
    expect(delays).toEqual([]);
  });
});

describe("reports without onError", () => {
  it("prints failures of this side and refusals of signed deliveries, and no other", async () => {
    const print = vi.spyOn(console, "error").mockImplementation(() => {});
    try {
      const failure = new Error("handler");
      const receive = createReceiver({
        provider: acme,
        secret: SECRET,
        on: {
          order() {
            throw failure;
          },
        },
      });
      await receive(deliver(PING, "wrong"));
      await receive({ headers: {}, body: PING });
      expect(print.mock.calls).toEqual([]);
      await receive(deliver('{"type":"order","total":1}'));
      await receive(deliver('{"type":"ping"}'));
      await receive({ headers: {}, body: { type: "ping" } as never });
      expect(print.mock.calls).toMatchObject([
        [failure],
        [{ code: "schema-mismatch" }],
        [{ code: "body-not-raw" }],
      ]);
    } finally {
      print.mockRestore();
    }
  });

  it("still answers when onError throws", async () => {
    const { receive } = receiverWith({ onError: () => Promise.reject(new Error("logger is down")) });
    expect(await receive(deliver(PING, "wrong"))).toMatchObject({ status: 403 });
  });
});
