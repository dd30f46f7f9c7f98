import { PassThrough } from "node:stream";
import { afterEach, describe, expect, it } from "vitest";
import { createReceiver, type ReceiverResponse, type WebhookOptions } from "../../src/index.ts";
import { ALWAYS_READ_BYTES, PendingBytes, type PendingBody } from "../../src/body/pending-bytes.ts";
import { acme, deliver, PING, SECRET, type AcmeEvent } from "../support/acme.ts";

const MEGABYTE = 2 ** 20;
const OVERLOADED = { status: 503, body: '{"code":"overloaded"}' };

/** Opens bodies that are known by number, and gives the numbers of those that were stopped. */
function share(maxBytes: number): { open: () => PendingBody; stopped: number[] } {
  const pending = new PendingBytes(maxBytes);
  const stopped: number[] = [];
  let count = 0;
  return {
    stopped,
    open() {
      const number = count++;
      return pending.open(() => stopped.push(number));
    },
  };
}

describe("what bodies take up together", () => {
  it("stops the one that came first, as often as it takes", () => {
    const { open, stopped } = share(10 * MEGABYTE);
    const [first, second, third] = [open(), open(), open()];
    third.grow(4 * MEGABYTE);
    first.grow(3 * MEGABYTE);
    second.grow(3 * MEGABYTE);
    expect(stopped).toEqual([]);
    third.grow(4 * MEGABYTE + 1);
    expect(stopped).toEqual([0]);
    third.grow(10 * MEGABYTE);
    expect(stopped).toEqual([0, 1]);
    third.grow(10 * MEGABYTE + 1);
    expect(stopped).toEqual([0, 1, 2]);
  });

  it("counts no body of up to 1 MiB, and stops none", () => {
    const { open, stopped } = share(2 * MEGABYTE);
    const small = Array.from({ length: 100 }, () => open());
    for (const body of small) body.grow(ALWAYS_READ_BYTES);
    const large = open();
    large.grow(2 * MEGABYTE);
    expect(stopped).toEqual([]);
    small[0]!.grow(ALWAYS_READ_BYTES + 1); // is the one pending longest
    expect(stopped).toEqual([0]);
  });

  it("stops none that is in use, but the one that comes last", () => {
    const { open, stopped } = share(4 * MEGABYTE);
    const used = open();
    used.grow(4 * MEGABYTE);
    used.keep();
    const late = open();
    late.grow(2 * MEGABYTE);
    expect(stopped).toEqual([1]);
    used.release();
    open().grow(4 * MEGABYTE);
    expect(stopped).toEqual([1]);
  });

  it("gets bytes back once, and counts none after that", () => {
    const { open, stopped } = share(4 * MEGABYTE);
    const gone = open();
    gone.grow(3 * MEGABYTE);
    gone.release();
    gone.release();
    gone.grow(4 * MEGABYTE);
    open().grow(4 * MEGABYTE);
    expect(stopped).toEqual([]);
    open().grow(2 * MEGABYTE);
    expect(stopped).toEqual([1]);
  });
});

/** Deliveries of a receiver, each with a stream to write to. */
class Sender {
  readonly stream = new PassThrough({ highWaterMark: 64 * MEGABYTE });
  readonly responded: Promise<ReceiverResponse>;
  response: ReceiverResponse | undefined;

  constructor(receive: ReturnType<typeof createReceiver>, headers = deliver(PING).headers) {
    this.responded = receive({ headers, body: this.stream }).then((response) => (this.response = response));
  }

  /** Writes, and waits until it was read. */
  async send(byteLength: number): Promise<void> {
    this.stream.write(Buffer.alloc(byteLength, " "));
    await new Promise(setImmediate);
  }
}

function receiverWith(options: Partial<WebhookOptions<AcmeEvent>>): ReturnType<typeof createReceiver> {
  return createReceiver<AcmeEvent>({
    provider: acme,
    secret: SECRET,
    maxPendingBytes: 4 * MEGABYTE,
    onError: () => {},
    ...options,
  });
}

describe("a receiver with maxPendingBytes", () => {
  const senders: Sender[] = [];
  function sender(receive: ReturnType<typeof createReceiver>, headers?: Record<string, string>): Sender {
    const made = new Sender(receive, headers);
    senders.push(made);
    return made;
  }

  afterEach(() => {
    for (const { stream } of senders.splice(0)) stream.destroy();
  });

  it("responds 503 to the one that has been coming in longest, at once, and reports it", async () => {
    const reports: unknown[] = [];
    const receive = receiverWith({ onError: (error) => reports.push(error) });
    const [first, second, third] = [sender(receive), sender(receive), sender(receive)];
    await first.send(1.5 * MEGABYTE);
    await second.send(1.5 * MEGABYTE);
    expect(first.response).toBeUndefined();
    await third.send(1.5 * MEGABYTE);
    expect(first.response).toMatchObject(OVERLOADED);
    expect(reports).toMatchObject([
      { name: "ReceiverError", code: "overloaded", status: 503, provider: "acme" },
    ]);
    expect(String(reports[0])).toContain("maxPendingBytes");
    expect([second.response, third.response]).toEqual([undefined, undefined]);
  });

  it("drains what a refused sender still sends", async () => {
    const receive = receiverWith({});
    const [first, second] = [sender(receive), sender(receive)];
    await first.send(2 * MEGABYTE);
    await second.send(3 * MEGABYTE);
    for (let sent = 0; sent < 16; sent++) await first.send(MEGABYTE);
    expect(first.stream.readableLength).toBe(0);
    expect(second.response).toBeUndefined();
  });

  it("reads every body of up to 1 MiB while large ones fill it", async () => {
    const receive = receiverWith({ onEvent: () => undefined });
    const [first, second] = [sender(receive), sender(receive)];
    await first.send(2 * MEGABYTE);
    await second.send(2 * MEGABYTE);
    const padded = PING.padEnd(MEGABYTE, " ");
    const small = Array.from({ length: 16 }, () => sender(receive, deliver(padded).headers));
    for (const { stream } of small) stream.write(padded);
    for (const { stream } of small) stream.end();
    for (const { responded } of small) expect(await responded).toMatchObject({ status: 200 });
    expect([first.response, second.response]).toEqual([undefined, undefined]);
  });

  it("counts a body until it has its response, and never takes it from a handler", async () => {
    let finish: (() => void) | undefined;
    let start: (() => void) | undefined;
    const started = new Promise<void>((resolve) => (start = resolve));
    const receive = receiverWith({
      onEvent: () => {
        start?.();
        return new Promise<void>((resolve) => (finish = resolve));
      },
    });
    const padded = PING.padEnd(3 * MEGABYTE, " ");
    const genuine = sender(receive, deliver(padded).headers);
    genuine.stream.end(padded);
    await started;
    const late = sender(receive);
    await late.send(2 * MEGABYTE);
    expect(await late.responded).toMatchObject(OVERLOADED);
    finish?.();
    expect(await genuine.responded).toMatchObject({ status: 200 });
    const next = sender(receive);
    await next.send(4 * MEGABYTE);
    expect(next.response).toBeUndefined();
  });

  it.each([
    { how: "is cut off", end: (stream: PassThrough) => stream.destroy() },
    { how: "breaks", end: (stream: PassThrough) => stream.destroy(new Error("reset")) },
    { how: "is refused", end: (stream: PassThrough) => stream.end() },
    { how: "is too large", end: (stream: PassThrough) => stream.write(Buffer.alloc(4 * MEGABYTE)) },
    { how: "gives no bytes", end: (stream: PassThrough) => stream.emit("data", {}) },
  ])("has the bytes back of a body that $how", async ({ end }) => {
    const receive = receiverWith({ maxBodyBytes: 4 * MEGABYTE });
    const gone = sender(receive);
    await gone.send(3 * MEGABYTE);
    end(gone.stream);
    expect((await gone.responded).status).not.toBe(503);
    const [first, second] = [sender(receive), sender(receive)];
    await first.send(2 * MEGABYTE);
    await second.send(2 * MEGABYTE);
    expect([first.response, second.response]).toEqual([undefined, undefined]);
  });

  it.each(["a web stream", "an async iterable"])("stops %s between two chunks", async (kind) => {
    const receive = receiverWith({});
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    const body = kind === "a web stream" ? readable : { [Symbol.asyncIterator]: () => readable.values() };
    const responded = receive({ headers: deliver(PING).headers, body });
    await writer.write(new Uint8Array(2 * MEGABYTE));
    await new Promise(setImmediate);
    await sender(receive).send(3 * MEGABYTE);
    expect(await responded).toMatchObject(OVERLOADED);
  });

  it("is its own for each receiver", async () => {
    const [first, second] = [sender(receiverWith({})), sender(receiverWith({}))];
    await first.send(4 * MEGABYTE);
    await second.send(4 * MEGABYTE);
    expect([first.response, second.response]).toEqual([undefined, undefined]);
  });

  it("is never less than a limit of one body that somebody has raised, where it is not given", async () => {
    const receive = receiverWith({ maxPendingBytes: undefined, maxBodyBytes: 300 * MEGABYTE });
    const alone = sender(receive);
    for (let sent = 0; sent < 5; sent++) await alone.send(60 * MEGABYTE);
    expect(alone.response).toBeUndefined();
    await alone.send(1);
    expect(alone.response).toMatchObject({ status: 413 });
  });
});
