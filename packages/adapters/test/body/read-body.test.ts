import { once } from "node:events";
import { PassThrough, Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { createReceiver, type IncomingDelivery } from "../../src/index.ts";
import { acme, deliver, PING, SECRET } from "../support/acme.ts";

const bytes = new TextEncoder().encode(PING);
const halves = [bytes.subarray(0, 5), bytes.subarray(5)];
const { headers } = deliver(PING);

function webStream(chunks: Iterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.iterator]();
  return new ReadableStream({
    pull(controller) {
      const { done, value } = iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}

async function* iterable(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

async function* brokenIterable(): AsyncGenerator<Uint8Array> {
  yield halves[0]!;
  throw new Error("reset");
}

const receive = createReceiver({
  provider: acme,
  secret: SECRET,
  maxBodyBytes: 1024,
  onError: () => undefined,
});
const refuse = async (body: unknown): Promise<string> =>
  JSON.parse((await receive({ headers, body: body as IncomingDelivery["body"] })).body).code;

it.each([
  { name: "text", body: PING },
  { name: "a Uint8Array", body: bytes },
  { name: "a Buffer inside a larger one", body: Buffer.from(` ${PING} `).subarray(1, -1) },
  { name: "an ArrayBuffer", body: bytes.slice().buffer },
  { name: "a DataView", body: new DataView(bytes.slice().buffer) as unknown as Uint8Array },
  { name: "a Node stream", body: Readable.from(halves, { objectMode: false }) },
  {
    name: "a Node stream that decodes to text",
    body: Readable.from(halves, { objectMode: false, encoding: "utf8" }),
  },
  { name: "a web stream", body: webStream(halves) },
  { name: "an async iterable", body: iterable(halves) },
])("takes $name", async ({ body }) => {
  expect(await receive({ headers, body })).toMatchObject({ status: 200 });
});

it.each([
  { name: "a parsed object", body: JSON.parse(PING) },
  { name: "nothing", body: undefined },
  { name: "null", body: null },
  { name: "a number", body: 7 },
  { name: "a list of bytes", body: [...bytes] },
])("refuses $name as not raw", async ({ body }) => {
  expect(await refuse(body)).toBe("body-not-raw");
});

it("takes a Node stream that somebody paused, as a middleware does that looks something up first", async () => {
  const stream = Readable.from(halves, { objectMode: false }).pause();
  expect(await receive({ headers, body: stream })).toMatchObject({ status: 200 });
});

it("refuses a Node stream of which a part is gone", async () => {
  const stream = new PassThrough();
  stream.write(PING.slice(0, 5));
  stream.read();
  stream.end(PING.slice(5));
  expect(await refuse(stream)).toBe("body-not-raw");
});

describe("streams that break", () => {
  it("refuses a Node stream that fails as incomplete", async () => {
    const stream = new PassThrough();
    const refused = refuse(stream);
    stream.write(halves[0]);
    stream.destroy(new Error("ECONNRESET"));
    expect(await refused).toBe("incomplete-body");
  });

  it.each([
    { name: "with Content-Length", length: { "content-length": "99" }, part: "after 5 of 99 bytes" },
    { name: "without", length: {}, part: "after 5 bytes" },
  ])("say how far they came, $name", async ({ length, part }) => {
    const errors: unknown[] = [];
    const reporting = createReceiver({
      provider: acme,
      secret: SECRET,
      onError: (error) => errors.push(error),
    });
    const stream = new PassThrough();
    const refused = reporting({ headers: { ...headers, ...length }, body: stream });
    stream.write(halves[0]);
    await new Promise(setImmediate);
    stream.destroy();
    expect(await refused).toMatchObject({ status: 400 });
    expect(String(errors[0])).toContain(part);
  });

  it.each([
    { name: "status", fields: { status: 408 }, status: 408, code: "incomplete-body" },
    { name: "statusCode", fields: { statusCode: 413 }, status: 413, code: "body-too-large" },
    { name: "a status that is none", fields: { status: 200 }, status: 400, code: "incomplete-body" },
    { name: "a status in text", fields: { status: "413" }, status: 400, code: "incomplete-body" },
  ])("keep the $name of their error, in every kind of stream", async ({ fields, status, code }) => {
    const error = Object.assign(new Error("limit"), fields);
    const bodies = [
      new Readable({
        read() {
          this.destroy(error);
        },
      }),
      new ReadableStream({ pull: (controller) => controller.error(error) }),
      {
        async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
          yield halves[0]!;
          throw error;
        },
      },
    ];
    for (const body of bodies) {
      expect(await receive({ headers, body })).toMatchObject({ status, body: JSON.stringify({ code }) });
    }
  });

  it("refuses a stream that ends before its declared length, whoever signed the part", async () => {
    const body = iterable(halves);
    const longer = { ...headers, "content-length": String(PING.length + 1) };
    expect(await receive({ headers: longer, body })).toMatchObject({
      status: 400,
      body: '{"code":"incomplete-body"}',
    });
  });

  it("takes a Content-Length that is no number for none", async () => {
    const odd = { ...headers, "content-length": "1e9" };
    expect(await receive({ headers: odd, body: iterable(halves) })).toMatchObject({ status: 200 });
  });

  it("refuses a web stream that fails as incomplete", async () => {
    const stream = new ReadableStream({
      pull: () => Promise.reject(new Error("reset")),
    });
    expect(await refuse(stream)).toBe("incomplete-body");
  });

  it("refuses an iterable that throws as incomplete", async () => {
    expect(await refuse(brokenIterable())).toBe("incomplete-body");
  });
});

describe("a body over the limit", () => {
  const MEGABYTE = new Uint8Array(2 ** 20);

  /** Counts how much is asked for; the chunk is one and the same, so the source costs nothing. */
  function* megabytes(count: number, counter: { read: number }): Generator<Uint8Array> {
    for (; counter.read < count; counter.read++) yield MEGABYTE;
  }

  it("is refused before its end, from a Node stream that is left open to respond on", async () => {
    const stream = new PassThrough();
    const refused = refuse(stream);
    stream.write(MEGABYTE);
    expect(await refused).toBe("body-too-large");
    expect(stream.destroyed).toBe(false);
    for (let sent = 1; sent < 64; sent++) {
      if (!stream.write(MEGABYTE)) await once(stream, "drain"); // what still comes is drained
    }
    stream.end();
    await once(stream, "end");
  });

  it("is refused before its end, from a web stream that is read on in the background", async () => {
    const counter = { read: 0 };
    const reader = webStream(megabytes(64, counter)).getReader();
    expect(await refuse({ locked: false, getReader: () => reader })).toBe("body-too-large");
    expect(counter.read).toBeLessThan(64);
    await reader.closed;
    expect(counter.read).toBe(64);
  });

  it("has its Node stream destroyed after 64 MiB more", async () => {
    const counter = { read: 0 };
    const stream = Readable.from(megabytes(1024, counter), { objectMode: false });
    const closed = once(stream, "close");
    expect(await refuse(stream)).toBe("body-too-large");
    await closed;
    expect(counter.read).toBeGreaterThanOrEqual(65);
    expect(counter.read).toBeLessThan(70);
  });

  it("has its Node stream that decodes to text destroyed no sooner", async () => {
    const counter = { read: 0 };
    const stream = Readable.from(megabytes(64, counter), { objectMode: false, encoding: "latin1" });
    const ended = once(stream, "end");
    expect(await refuse(stream)).toBe("body-too-large");
    await ended;
    expect(counter.read).toBe(64);
  });

  it("has its web stream cancelled after 64 MiB more", async () => {
    const counter = { read: 0 };
    const stream = webStream(megabytes(1024, counter));
    const reader = stream.getReader();
    expect(await refuse({ locked: false, getReader: () => reader })).toBe("body-too-large");
    await reader.closed;
    expect(counter.read).toBeGreaterThanOrEqual(65);
    expect(counter.read).toBeLessThan(70);
  });

  it("is refused at its declared length, before a byte is read", async () => {
    const body = { [Symbol.asyncIterator]: (): AsyncIterator<Uint8Array> => expect.unreachable() };
    const response = await receive({ headers: { ...headers, "content-length": String(2 ** 30) }, body });
    expect(response.body).toBe('{"code":"body-too-large"}');
  });
});

it("refuses text over the limit by its bytes, not its characters", async () => {
  expect(await refuse("é".repeat(513))).toBe("body-too-large");
  expect(await refuse("é".repeat(512))).toBe("signature-mismatch");
});

it.each([
  { encoding: "identity", code: 200 },
  { encoding: "Identity", code: 200 },
  { encoding: "utf-8", code: 200 },
  { encoding: "aws-chunked", code: 200 },
  { encoding: "gzip", code: 415 },
  { encoding: "X-Gzip", code: 415 },
  { encoding: "deflate", code: 415 },
  { encoding: "compress", code: 415 },
  { encoding: "br", code: 415 },
  { encoding: "zstd", code: 415 },
  { encoding: "gzip, identity", code: 415 },
])("responds $code to a stream with a Content-Encoding of $encoding", async ({ encoding, code }) => {
  const response = await receive({
    headers: { ...headers, "content-encoding": encoding },
    body: iterable(halves),
  });
  expect(response.status).toBe(code);
});

describe("given bytes with a Content-Encoding of gzip", () => {
  const compressed = { ...headers, "content-encoding": "gzip" };

  it("are taken when they are inflated already, and signed", async () => {
    expect(await receive({ headers: compressed, body: PING })).toMatchObject({ status: 200 });
  });

  it("get 415 when they are not signed", async () => {
    const response = await receive({ headers: compressed, body: `${PING} ` });
    expect(response).toMatchObject({ status: 415, headers: { "accept-encoding": "identity" } });
  });

  it("are refused for a signature that is malformed, whatever their encoding", async () => {
    const malformed = { ...compressed, "x-acme-signature": "sha256=" };
    expect(await receive({ headers: malformed, body: PING })).toMatchObject({ status: 401 });
  });
});

it("takes headers from an iterator, which can be read only once", async () => {
  const iterator = new Map(Object.entries(headers)).entries();
  expect((await receive({ headers: iterator, body: PING })).status).toBe(200);
});

it("responds 500 to headers that are none", async () => {
  expect(await receive({ headers: undefined as never, body: PING })).toMatchObject({
    status: 500,
    body: '{"code":"internal-error"}',
  });
});
