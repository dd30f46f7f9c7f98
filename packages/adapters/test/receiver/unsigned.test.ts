import { once } from "node:events";
import { connect } from "node:http2";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { createReceiver, type IncomingDelivery } from "../../src/index.ts";
import { acme, deliver, PING, SECRET } from "../support/acme.ts";
import { Connection } from "../support/connection.ts";
import { servers } from "../support/servers.ts";

const UNSIGNED = { status: 401, body: '{"code":"missing-signature"}' };

describe("a delivery without the signature's header", () => {
  it.each(servers.filter(({ name }) => !name.startsWith("lambda") && !name.includes("HTTP/2")))(
    "is refused before its body comes, on $name",
    async ({ start }) => {
      const server = await start({ provider: acme, secret: () => expect.unreachable(), onError: () => {} });
      for (const framing of [{ "content-length": "20000000" }, { "transfer-encoding": "chunked" }]) {
        const connection = await Connection.open(server.origin);
        await connection.head("POST", "/hook", { ...framing, "content-type": "application/json" });
        expect(await connection.response()).toMatchObject(UNSIGNED); // not one byte of the body was sent
        connection.close();
      }
      await server.close();
    },
  );

  it("is refused before its body comes, on node over HTTP/2", async () => {
    const { start } = servers.find(({ name }) => name.includes("HTTP/2"))!;
    const server = await start({ provider: acme, secret: () => expect.unreachable(), onError: () => {} });
    const session = connect(server.origin);
    const stream = session.request({ ":method": "POST", ":path": "/hook" }, { endStream: false });
    const [headers] = await once(stream, "response");
    expect([headers[":status"], await text(stream)]).toEqual([401, UNSIGNED.body]);
    session.destroy();
    await server.close();
  });

  it.each(servers)("is refused as ever, with its body, on $name", async ({ start, send }) => {
    const server = await start({ provider: acme, secret: SECRET, onError: () => {} });
    const response = await send(`${server.origin}/hook`, { "content-type": "application/json" }, PING);
    expect(response).toMatchObject(UNSIGNED);
    await server.close();
  });

  it.each([
    { name: "a Node stream", body: new PassThrough() },
    { name: "a web stream", body: new ReadableStream<Uint8Array>() },
    {
      name: "an async iterable",
      body: { [Symbol.asyncIterator]: (): AsyncIterator<Uint8Array> => expect.unreachable() },
    },
  ])("is refused while $name is silent", async ({ body }) => {
    const errors: unknown[] = [];
    const receive = createReceiver({
      provider: acme,
      secret: SECRET,
      onError: (error) => errors.push(error),
    });
    expect(await receive({ headers: {}, body })).toMatchObject(UNSIGNED);
    expect(errors).toMatchObject([
      {
        message: expect.stringMatching(
          /^acme: there is no x-acme-signature header. Set a secret where the sender/,
        ),
      },
    ]);
  });

  it("has its stream read on, and an error of it kept from the process", async () => {
    const stream = new PassThrough();
    const receive = createReceiver({ provider: acme, secret: SECRET, onError: () => {} });
    await receive({ headers: {}, body: stream });
    stream.write(PING);
    await new Promise(setImmediate);
    expect(stream.readableLength).toBe(0);
    stream.destroy(new Error("ECONNRESET"));
    await new Promise(setImmediate);
  });

  it.each([
    { name: "a body that was read", change: { body: {} }, code: "body-not-raw" },
    {
      name: "a compressed body",
      change: { headers: { "content-encoding": "gzip" } },
      code: "unsupported-encoding",
    },
    {
      name: "a declared length over the limit",
      change: { headers: { "content-length": "99" } },
      code: "body-too-large",
    },
  ])("is refused first for $name", async ({ change, code }) => {
    const receive = createReceiver({ provider: acme, secret: SECRET, maxBodyBytes: 9, onError: () => {} });
    const delivery = { headers: {}, body: new PassThrough(), ...change } as IncomingDelivery;
    expect(JSON.parse((await receive(delivery)).body)).toEqual({ code });
  });

  it("is read where the provider has a handshake, which nobody signs", async () => {
    const provider = { ...acme, events: acme.events, handshake: () => undefined };
    const receive = createReceiver({ provider, secret: SECRET, onError: () => {} });
    const stream = new PassThrough();
    let hasResponse = false;
    const responded = receive({ headers: {}, body: stream }).finally(() => (hasResponse = true));
    await new Promise(setImmediate);
    expect(hasResponse).toBe(false);
    stream.end(PING);
    expect(await responded).toMatchObject(UNSIGNED);
  });
});

it("an empty signature is there, and its body is read", async () => {
  const receive = createReceiver({ provider: acme, secret: SECRET, onError: () => {} });
  const stream = new PassThrough();
  const responded = receive({ headers: { "x-acme-signature": "" }, body: stream });
  stream.end(PING);
  expect(await responded).toMatchObject({ status: 401, body: '{"code":"malformed-signature"}' });
  expect(deliver(PING).headers).toHaveProperty("x-acme-signature");
});
