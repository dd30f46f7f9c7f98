import { afterEach, beforeEach, describe, expect, it, vi, type Mock } from "vitest";
import { createReceiver, type LogContext, type Receiver, type WebhookOptions } from "../../src/index.ts";
import { acme, deliver, PING, SECRET, type AcmeEvent } from "../support/acme.ts";

type Options = Partial<WebhookOptions<AcmeEvent>>;

const ORDER = '{"type":"order","total":1}';

let printed: Mock<typeof console.error>;
beforeEach(() => {
  printed = vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(() => {
  printed.mockRestore();
});

/** A receiver with a clock that the test moves, and no onError. */
function receiverAt(options: Options = {}): { receive: Receiver; pass: (seconds: number) => void } {
  let time = 0;
  const receive = createReceiver<AcmeEvent>({
    provider: acme,
    secret: SECRET,
    now: () => new Date(time),
    on: {
      order() {
        throw new Error("database is down");
      },
    },
    ...options,
  });
  return { receive, pass: (seconds) => (time += seconds * 1000) };
}

async function* large(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(2 ** 21);
}

const lines = (): string[] => printed.mock.calls.map(([line]) => line as string);

describe("the log of a receiver without onError", () => {
  it.each([
    { name: "a wrong secret", delivery: deliver(PING, "wrong"), code: "signature-mismatch" },
    { name: "a missing header", delivery: { headers: {}, body: PING }, code: "missing-signature" },
    {
      name: "a malformed header",
      delivery: { headers: { "x-acme-signature": "x" }, body: PING },
      code: "malformed-signature",
    },
    {
      name: "a compressed body",
      delivery: { headers: { ...deliver(PING).headers, "content-encoding": "br" }, body: `${PING} ` },
      code: "unsupported-encoding",
    },
    { name: "another method", delivery: { ...deliver(PING), method: "PUT" }, code: "method-not-allowed" },
    {
      name: "a body over the limit",
      delivery: { ...deliver(PING), body: PING.padEnd(2000) },
      code: "body-too-large",
    },
  ])("has one line a minute for $name, with the count", async ({ delivery, code }) => {
    const { receive, pass } = receiverAt({ maxBodyBytes: 1000 });
    for (let count = 0; count < 40; count++) await receive(delivery);
    expect(lines()).toHaveLength(1);
    expect(lines()[0]).toMatch(new RegExp(`^acme: ${code}: [^\\n]+$`));
    pass(59.999);
    await receive(delivery);
    expect(lines()).toHaveLength(1);
    pass(0.001);
    await receive(delivery);
    expect(lines()).toHaveLength(2);
    expect(lines()[1]).toContain("(41 of these since the last such line)");
  });

  it("counts each code for itself", async () => {
    const { receive } = receiverAt();
    await receive(deliver(PING, "wrong"));
    await receive({ headers: {}, body: PING });
    await receive(deliver(PING, "wrong"));
    expect(lines()).toHaveLength(2);
  });

  it("has a line for every failure on this side and every refusal of a signed delivery", async () => {
    const { receive } = receiverAt();
    for (let count = 0; count < 3; count++) {
      await receive(deliver(ORDER));
      await receive(deliver('{"type":"ping"}'));
      await receive({ headers: {}, body: { type: "ping" } as never });
    }
    expect(lines()).toHaveLength(9);
    expect(lines()[0]).toBe("acme: handler-failed: Error: database is down");
    expect(lines()[1]).toMatch(/^acme: schema-mismatch: /);
    expect(lines()[2]).toMatch(/^acme: body-not-raw: /);
  });

  it("shows the stack of an error of yours, and none of a refusal", async () => {
    const { receive } = receiverAt();
    await receive(deliver(ORDER));
    await receive(deliver(PING, "wrong"));
    expect(printed.mock.calls).toEqual([
      [expect.any(String), expect.objectContaining({ message: "database is down" })],
      [expect.any(String)],
    ]);
  });

  it("limits 503 overloaded, which strangers cause", async () => {
    const { receive } = receiverAt({ maxPendingBytes: 0 });
    const { headers } = deliver(PING);
    for (let count = 0; count < 3; count++) {
      expect(await receive({ headers, body: large() })).toMatchObject({ status: 503 });
    }
    expect(lines()).toHaveLength(1);
  });

  it("names the endpoint of a missing secret once a minute, without its query", async () => {
    const { receive, pass } = receiverAt({ secret: () => undefined });
    for (const url of ["/webhooks/acme?token=1", "http://user:pass@host/webhooks/acme#a"]) {
      expect(await receive({ ...deliver(PING), url })).toMatchObject({
        status: 500,
        body: '{"code":"secret-missing"}',
      });
      pass(60);
    }
    await receive({ ...deliver(PING), url: "/a\nacme: forged line" });
    expect(lines()).toHaveLength(3);
    expect(lines()[0]).toMatch(
      /^acme: secret-missing at \/webhooks\/acme: the secret function returned undefined/,
    );
    expect(lines()[1]).toMatch(/^acme: secret-missing at \/webhooks\/acme: /);
    expect(lines()[2]).toMatch(/^acme: secret-missing at \/a\?acme:\?forged\?line: [^\n]*$/);
  });

  it("is not silenced by a clock that is set back, or that gives no time", async () => {
    const back = receiverAt();
    await back.receive(deliver(PING, "wrong"));
    back.pass(-3600);
    await back.receive(deliver(PING, "wrong"));
    const none = receiverAt({ now: () => new Date(NaN) });
    await none.receive(deliver(PING, "wrong"));
    await none.receive(deliver(PING, "wrong"));
    expect(lines()).toHaveLength(4);
  });

  it("keeps a message with line breaks on one line", async () => {
    const { receive } = receiverAt({
      onEvent() {
        throw new Error("first\r\nacme: second\u2028third");
      },
    });
    await receive(deliver(PING));
    expect(lines()).toEqual(["acme: handler-failed: Error: first acme: second third"]);
  });

  it("never holds a secret, a signature or the body", async () => {
    const { receive } = receiverAt();
    const { headers } = deliver(PING, "wrong");
    await receive({ headers, body: PING });
    expect(lines().join()).not.toMatch(/acme-secret|"n":1/);
    expect(lines().join()).not.toContain(headers["x-acme-signature"]!.slice(7));
  });

  it("is silent for browsers and health checks, and for what goes well", async () => {
    const { receive } = receiverAt();
    for (const method of ["GET", "HEAD", "OPTIONS"]) await receive({ ...deliver(PING), method });
    await receive(deliver(PING));
    expect(lines()).toEqual([]);
  });
});

describe("the option log", () => {
  it("false writes nothing", async () => {
    const { receive } = receiverAt({ log: false });
    await receive(deliver(ORDER));
    expect(lines()).toEqual([]);
  });

  it("gets the same lines, with what is known", async () => {
    const seen: [string, LogContext<AcmeEvent>][] = [];
    const { receive } = receiverAt({ log: (line, context) => seen.push([line, context]) });
    await receive({ ...deliver(ORDER), url: "/hook" });
    expect(lines()).toEqual([]);
    expect(seen).toMatchObject([
      [
        "acme: handler-failed: Error: database is down",
        {
          provider: "acme",
          stage: "handle",
          isVerified: true,
          event: { type: "order" },
          endpoint: "/hook",
          error: { message: "database is down" },
        },
      ],
    ]);
  });

  it.each([
    {
      how: "throws",
      log: () => {
        throw new Error("log is down");
      },
    },
    { how: "rejects", log: () => Promise.reject(new Error("log is down")) },
  ])("that $how changes no response", async ({ log }) => {
    const { receive } = receiverAt({ log });
    expect(await receive(deliver(ORDER))).toMatchObject({ status: 500 });
  });

  it("is replaced by onError", async () => {
    const log = vi.fn<NonNullable<Exclude<Options["log"], false>>>();
    const { receive } = receiverAt({ log, onError: () => {} });
    await receive(deliver(ORDER));
    expect(log).not.toHaveBeenCalled();
    expect(lines()).toEqual([]);
  });

  it("gets what onError could not be called for", async () => {
    const { receive } = receiverAt({ onError: () => Promise.reject(new Error("sentry is down")) });
    expect(await receive(deliver(ORDER))).toMatchObject({ status: 500 });
    expect(lines()).toEqual(["acme: handler-failed: Error: database is down (onError threw as well)"]);
  });
});

it("names a slow handler as such, since that one has not failed", async () => {
  const { receive } = receiverAt({
    timer(callback) {
      callback();
      return () => {};
    },
    on: { order: async () => {} },
  });
  expect((await receive(deliver(ORDER))).status).toBe(200);
  expect(lines()).toEqual([
    expect.stringMatching(/^acme: slow-handler: a delivery has no response after 8000 ms/),
  ]);
});

it("says that a body which nobody signed is empty", async () => {
  const { receive } = receiverAt();
  const { headers } = deliver(PING);
  await receive({ headers, body: "" });
  await receive({ headers: { ...headers, "content-length": "7" }, body: new Request("http://localhost") });
  expect(lines()[0]).toContain(
    "The body is empty: a redirect, a proxy or whatever read it before has lost it.",
  );
});
