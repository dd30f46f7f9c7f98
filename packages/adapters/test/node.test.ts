import { once } from "node:events";
import { connect, createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { webhook } from "../src/node.ts";
import { acme, deliver, PING, SECRET } from "./support/acme.ts";
import { adapterContract } from "./support/contract.ts";
import { listenTo } from "./support/listen.ts";

adapterContract("node", (options) => listenTo(webhook(options)));

describe("node adapter over HTTP/2", () => {
  it.each([
    { name: "accepts a genuine delivery", body: PING, status: 200, answer: '{"code":"handled"}' },
    { name: "refuses a forgery", body: `${PING} `, status: 403, answer: '{"code":"signature-mismatch"}' },
    {
      name: "refuses a body over the limit",
      body: " ".repeat(2048),
      status: 413,
      answer: '{"code":"body-too-large"}',
    },
  ])("$name", async ({ body, status, answer }) => {
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
    expect([headers[":status"], await text(stream)]).toEqual([status, answer]);
    session.close();
    server.close();
    await once(server, "close");
  });
});
