import { once } from "node:events";
import { connect, createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { webhook } from "../src/node.ts";
import { acme, deliver, PING, SECRET } from "./support/acme.ts";
import { Connection } from "./support/connection.ts";
import { adapterContract } from "./support/contract.ts";
import { listenTo } from "./support/listen.ts";

adapterContract("node", (options) => listenTo(webhook(options)));

/** A connection on which a body got 413 before its end. */
async function refused(): Promise<{
  connection: Connection;
  closed: Promise<unknown>;
  stop: () => Promise<void>;
}> {
  const options = { provider: acme, secret: SECRET, maxBodyBytes: 4, onError: () => undefined };
  const server = await listenTo(webhook(options));
  const connection = await Connection.open(server.origin);
  const closed = new Promise((resolve) => connection.socket.once("close", () => resolve("closed")));
  await connection.head("POST", "/", { ...deliver(PING).headers, "transfer-encoding": "chunked" });
  await connection.write("5\r\naaaaa\r\n");
  expect(await connection.response()).toMatchObject({ status: 413, headers: { connection: "close" } });
  return { connection, closed, stop: () => server.close() };
}

describe("node adapter after a 413", () => {
  it("closes the connection once the rest has come", async () => {
    const { connection, closed, stop } = await refused();
    await connection.write("0\r\n\r\n");
    expect(await closed).toBe("closed");
    await stop();
  });
});

describe("node adapter over HTTP/2", () => {
  it.each([
    { name: "accepts a genuine delivery", body: PING, status: 200, expected: '{"code":"handled"}' },
    { name: "refuses a forgery", body: `${PING} `, status: 403, expected: '{"code":"signature-mismatch"}' },
    {
      name: "refuses a body over the limit",
      body: " ".repeat(2048),
      status: 413,
      expected: '{"code":"body-too-large"}',
    },
  ])("$name", async ({ body, status, expected }) => {
    const receive = webhook({ provider: acme, secret: SECRET, maxBodyBytes: 1024, onEvent: () => undefined });
    const server = createServer((request, response) => void receive(request, response)).listen(
      0,
      "127.0.0.1",
    );
    await once(server, "listening");
    const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const stream = session.request({ ":method": "POST", ":path": "/", ...deliver(PING).headers });
    stream.end(body);
    const [headers] = await once(stream, "response");
    expect([headers[":status"], await text(stream)]).toEqual([status, expected]);
    session.close();
    server.close();
    await once(server, "close");
  });

  it("cuts a sender off that has sent 64 MiB after its response", async () => {
    const receive = webhook({ provider: acme, secret: SECRET, maxBodyBytes: 4, onError: () => undefined });
    const server = createServer((request, response) => void receive(request, response)).listen(
      0,
      "127.0.0.1",
    );
    await once(server, "listening");
    const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const stream = session.request({ ":method": "POST", ":path": "/", ...deliver(PING).headers });
    const closed = once(stream, "close");
    const chunk = Buffer.alloc(2 ** 20);
    stream.write(chunk);
    const [headers] = await once(stream, "response");
    expect(headers[":status"]).toBe(413);
    stream.resume();
    let sent = 0;
    while (sent < 512 && !stream.destroyed) {
      if (!stream.write(chunk)) await Promise.race([once(stream, "drain"), closed]);
      sent++;
    }
    expect(sent).toBeGreaterThan(60);
    expect(sent).toBeLessThan(512);
    session.close();
    server.close();
    await once(server, "close");
  });
});
