import { PassThrough, Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { createReceiver, type IncomingDelivery } from "../../src/index.ts";
import { acme, deliver, PING, SECRET } from "../support/acme.ts";
import { untouchables } from "../support/untouchable.ts";

// An odd number of bytes: with one more they are whole numbers of 16 bits.
const bytes = new TextEncoder().encode(PING);
const LIMIT = 64;

async function* iterate(chunks: readonly unknown[]): AsyncGenerator {
  yield* chunks;
}

/** Emits chunks as no stream of Node's own would. */
function lookAlike(chunks: readonly unknown[]): unknown {
  const stream = new PassThrough();
  setImmediate(() => {
    for (const chunk of chunks) stream.emit("data", chunk);
    stream.end();
  });
  return stream;
}

const forms: { form: string; make: (chunks: readonly unknown[]) => unknown }[] = [
  { form: "a stream like Node's", make: lookAlike },
  {
    form: "a web stream",
    make: (chunks) =>
      new ReadableStream({
        start(controller) {
          for (const chunk of chunks) controller.enqueue(chunk);
          controller.close();
        },
      }),
  },
  { form: "an async iterable", make: iterate },
];

const receive = createReceiver({ provider: acme, secret: SECRET, maxBodyBytes: LIMIT, onError: () => {} });

async function codeOf(
  body: unknown,
  receiver = receive,
  { headers }: { headers: Record<string, string> } = deliver(PING),
): Promise<string> {
  return JSON.parse((await receiver({ headers, body: body as IncomingDelivery["body"] })).body).code;
}

/** Longer than the limit, for whoever can measure it. */
const long = "x".repeat(LIMIT + 1);

describe.each(forms)("$form", ({ make }) => {
  it.each([
    { kind: "undefined", chunk: undefined },
    { kind: "null", chunk: null },
    { kind: "a number", chunk: 7 },
    { kind: "a boolean", chunk: true },
    { kind: "a bigint", chunk: 7n },
    { kind: "a symbol", chunk: Symbol("x") },
    { kind: "a function", chunk: () => bytes },
    { kind: "an object", chunk: { type: "ping", n: 1 } },
    { kind: "an object with a length", chunk: { length: 1, byteLength: 1 } },
    { kind: "a list of bytes", chunk: [...bytes] },
    { kind: "a Blob", chunk: new Blob([bytes]) },
    { kind: "memory that others share", chunk: new SharedArrayBuffer(8) },
  ])("that gives $kind is not raw, with and without a limit", async ({ chunk }) => {
    expect(await codeOf(make([chunk]))).toBe("body-not-raw");
    expect(await codeOf(make([bytes, chunk]))).toBe("body-not-raw");
    const unlimited = createReceiver({
      provider: acme,
      secret: SECRET,
      maxBodyBytes: Infinity,
      onError: () => {},
    });
    expect(await codeOf(make([chunk, bytes]), unlimited)).toBe("body-not-raw");
  });

  it.each(untouchables)("that gives $name is refused", async ({ make: hostile }) => {
    expect(["body-not-raw", "incomplete-body"]).toContain(await codeOf(make([bytes, hostile()])));
  });

  it.each([
    { kind: "text", chunk: PING, tooLong: long },
    { kind: "a Buffer", chunk: Buffer.from(bytes), tooLong: Buffer.from(long) },
    { kind: "an ArrayBuffer", chunk: bytes.slice().buffer, tooLong: new ArrayBuffer(LIMIT + 1) },
    {
      kind: "a DataView",
      chunk: new DataView(bytes.slice().buffer),
      tooLong: new DataView(new ArrayBuffer(LIMIT + 1)),
    },
    {
      kind: "numbers of 16 bits",
      chunk: new Uint16Array(new TextEncoder().encode(`${PING} `).buffer),
      tooLong: new Uint16Array(LIMIT / 2 + 1),
    },
  ])("that gives $kind is measured in bytes", async ({ chunk, tooLong }) => {
    const { headers } = deliver(chunk instanceof Uint16Array ? `${PING} ` : PING);
    expect(await codeOf(make([chunk]), receive, { headers })).toBe("ignored");
    expect(await codeOf(make([tooLong]))).toBe("body-too-large");
    expect(await codeOf(make([bytes, tooLong]))).toBe("body-too-large");
  });

  it("that gives text is measured in bytes, not in characters", async () => {
    expect(await codeOf(make(["é".repeat(LIMIT / 2)]))).toBe("signature-mismatch");
    expect(await codeOf(make(["é".repeat(LIMIT / 2), "a"]))).toBe("body-too-large");
  });

  it("that gives bytes which hide their length is not raw", async () => {
    const hidden = Object.defineProperty(new Uint8Array(LIMIT + 1), "byteLength", { value: undefined });
    expect(["body-not-raw", "incomplete-body"]).toContain(await codeOf(make([hidden])));
  });
});

it("a stream of objects is not raw", async () => {
  expect(await codeOf(Readable.from([{ type: "ping" }]))).toBe("body-not-raw");
});

describe("draining", () => {
  it("ends at once where it cannot be measured", async () => {
    const stream = new PassThrough();
    setImmediate(() => {
      for (const chunk of [undefined, {}, null]) stream.emit("data", chunk);
    });
    expect(await codeOf(stream)).toBe("body-not-raw");
    expect(stream.destroyed).toBe(true);
  });

  it("ends at once in a web stream, too", async () => {
    let isCancelled = false;
    const stream = new ReadableStream({
      pull: (controller) => controller.enqueue({}),
      cancel() {
        isCancelled = true;
      },
    });
    expect(await codeOf(stream)).toBe("body-not-raw");
    await new Promise(setImmediate);
    expect(isCancelled).toBe(true);
  });
});
