import type { Handler, SecretLookup, WebhookOptions } from "../../src/index.ts";
import { once } from "node:events";
import { METHODS, request as httpRequest } from "node:http";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { acme, deliver, PING, type AcmeEvent } from "./acme.ts";
import { Connection, type HttpResponse } from "./connection.ts";

/** A running server with the webhook at `/hook`. */
export interface RunningServer {
  readonly origin: string;
  close(): Promise<void>;
}

/** Set by a test, and read by the server's options. Empty again before each test. */
interface Behaviour {
  secret?: string | SecretLookup;
  onEvent?: Handler<AcmeEvent>;
  onError?: (error: unknown) => unknown;
}

const LIMIT = 65_536;

/** All that Node can parse. A request with CONNECT never reaches a request listener. */
export const OTHER_METHODS: readonly string[] = METHODS.filter(
  (method) => !["POST", "OPTIONS", "HEAD", "CONNECT"].includes(method),
);

/**
 * Proves what every adapter does, over real sockets. `readsStream` is false where something in
 * front of the adapter (API Gateway) reads the body and hands over the whole. `otherMethods` are
 * those that the framework routes. `drainsByBytes` is false where the server drains a body by
 * itself, and cuts the sender off after a time instead.
 */
export function adapterContract(
  name: string,
  start: (options: WebhookOptions<AcmeEvent>) => Promise<RunningServer>,
  { readsStream = true, otherMethods = OTHER_METHODS, drainsByBytes = true } = {},
): void {
  describe(`${name} adapter`, () => {
    let behaviour: Behaviour = {};
    const open: Connection[] = [];
    const server = start({
      provider: acme,
      secret: (delivery) => {
        const { secret = "acme-secret" } = behaviour;
        return typeof secret === "function" ? secret(delivery) : secret;
      },
      on: { order: () => undefined },
      onEvent: (event, delivery) => behaviour.onEvent?.(event, delivery),
      onError: (error) => behaviour.onError?.(error),
      maxBodyBytes: LIMIT,
    });

    beforeEach(() => {
      behaviour = {};
    });
    afterAll(async () => {
      for (const connection of open) connection.close();
      await (await server).close();
    });

    async function connect(): Promise<Connection> {
      const connection = await Connection.open((await server).origin);
      open.push(connection);
      return connection;
    }

    async function send(
      {
        headers,
        body,
      }: { headers: Readonly<Record<string, string | readonly string[]>>; body: string | Uint8Array },
      connection?: Connection,
      method = "POST",
    ): Promise<HttpResponse> {
      const used = connection ?? (await connect());
      const bytes = Buffer.from(body as string);
      await used.head(method, "/hook", { ...headers, "content-length": String(bytes.byteLength) });
      await used.write(bytes);
      return used.response();
    }

    it("hands a genuine delivery to the handler and responds 200", async () => {
      const seen: unknown[] = [];
      behaviour.onEvent = (event) => seen.push(event.payload);
      const response = await send(deliver(PING));
      expect(response).toMatchObject({ status: 200, body: '{"code":"handled"}' });
      expect(response.headers["content-type"]).toMatch(/^application\/json/);
      expect(seen).toEqual([{ type: "ping", n: 1 }]);
    });

    it("verifies the bytes as they came, spaces and all", async () => {
      expect(await send(deliver('{ "type" : "ping",\n "n" : 1.0, "s": "\\u003c" }\n'))).toMatchObject({
        status: 200,
      });
    });

    it("takes a chunked body without a Content-Length", async () => {
      const connection = await connect();
      await connection.head("POST", "/hook", { ...deliver(PING).headers, "transfer-encoding": "chunked" });
      for (const character of PING) await connection.write(`1\r\n${character}\r\n`);
      await connection.write("0\r\n\r\n");
      expect(await connection.response()).toMatchObject({ status: 200 });
    });

    it("waits for a body that comes byte by byte", async () => {
      const connection = await connect();
      await connection.head("POST", "/hook", {
        ...deliver(PING).headers,
        "content-length": String(PING.length),
      });
      for (const character of PING) {
        expect(connection.hasResponse).toBe(false);
        await connection.write(character);
      }
      expect(await connection.response()).toMatchObject({ status: 200 });
    });

    it("takes a body announced with Expect: 100-continue", async () => {
      const connection = await connect();
      const headers = {
        ...deliver(PING).headers,
        "content-length": String(PING.length),
        expect: "100-continue",
      };
      await connection.head("POST", "/hook", headers);
      expect(await connection.response()).toMatchObject({ status: 100 });
      await connection.write(PING);
      expect(await connection.response()).toMatchObject({ status: 200 });
    });

    const { headers, body } = deliver(PING);
    const signature = headers["x-acme-signature"]!;
    it.each([
      { name: "no signature", change: { "x-acme-signature": [] }, status: 401, code: "missing-signature" },
      {
        name: "a signature without its prefix",
        change: { "x-acme-signature": signature.slice(7) },
        status: 401,
        code: "malformed-signature",
      },
      {
        name: "a signature of non-ASCII characters",
        change: { "x-acme-signature": `sha256=${"\u00e9".repeat(64)}` },
        status: 401,
        code: "malformed-signature",
      },
      {
        name: "the genuine signature in two header lines",
        change: { "x-acme-signature": [signature, signature] },
        status: 401,
        code: "malformed-signature",
      },
      {
        name: "another body's signature",
        change: { "x-acme-signature": deliver("{}").headers["x-acme-signature"]! },
        status: 403,
        code: "signature-mismatch",
      },
      {
        name: "a compressed body",
        change: { "content-encoding": "gzip" },
        status: 415,
        code: "unsupported-encoding",
      },
    ])("refuses $name -> $status $code", async ({ change, status, code }) => {
      behaviour.onEvent = () => expect.unreachable();
      const response = await send({ headers: { ...headers, ...change }, body });
      expect(response).toMatchObject({ status, body: JSON.stringify({ code }) });
    });

    it.each([
      { name: "text that is not JSON", body: "Hello, World!", status: 400, code: "invalid-json" },
      { name: "an empty body", body: "", status: 400, code: "invalid-json" },
      {
        name: "a payload that breaks its schema",
        body: '{"type":"ping"}',
        status: 422,
        code: "schema-mismatch",
      },
    ])("refuses signed: $name -> $status $code", async ({ body: signed, status, code }) => {
      expect(await send(deliver(signed))).toMatchObject({ status, body: JSON.stringify({ code }) });
    });

    it("responds 200 to a signed event of an unknown name", async () => {
      expect(await send(deliver('{"type":"later"}'))).toMatchObject({ status: 200 });
    });

    it.each(otherMethods)("responds to %s with 405 and what is allowed", async (method) => {
      const response = await send({ headers: {}, body: "" }, undefined, method);
      expect(response).toMatchObject({ status: 405, body: '{"code":"method-not-allowed"}' });
      expect(response.headers["allow"]).toBe("POST, OPTIONS");
    });

    it("responds 405 to HEAD, without a body", async () => {
      const connection = await connect();
      await connection.head("HEAD", "/hook", {});
      expect(await connection.response("HEAD")).toMatchObject({
        status: 405,
        headers: { allow: "POST, OPTIONS" },
      });
      // A body would come before the next response.
      expect(await send(deliver(PING), connection)).toMatchObject({ status: 200 });
    });

    it("responds 204 to OPTIONS, with what is allowed", async () => {
      const response = await send({ headers: {}, body: "" }, undefined, "OPTIONS");
      expect(response).toMatchObject({ status: 204, body: "" });
      expect(response.headers["allow"]).toBe("POST, OPTIONS");
    });

    it("refuses a body over the limit, and takes one at the limit", async () => {
      const padding = " ".repeat(LIMIT - PING.length);
      expect(await send(deliver(PING + padding))).toMatchObject({ status: 200 });
      expect(await send(deliver(`${PING}${padding} `))).toMatchObject({
        status: 413,
        body: '{"code":"body-too-large"}',
      });
    });

    it.runIf(readsStream)("refuses a chunked body as soon as it is over the limit", async () => {
      const connection = await connect();
      await connection.head("POST", "/hook", { ...headers, "transfer-encoding": "chunked" });
      const chunk = `4000\r\n${" ".repeat(0x4000)}\r\n`;
      for (let sent = 0; sent <= LIMIT; sent += 0x4000) await connection.write(chunk);
      // The body is not at its end, and never will be.
      expect(await connection.response()).toMatchObject({ status: 413, body: '{"code":"body-too-large"}' });
    });

    it.runIf(readsStream)("responds 413 to a sender that goes on sending, and serves on", async () => {
      const connection = await connect();
      await connection.head("POST", "/hook", { ...headers, "transfer-encoding": "chunked" });
      const chunk = `10000\r\n${" ".repeat(0x10000)}\r\n`;
      let isOpen = true;
      for (let sent = 0; isOpen && sent < 8 * 2 ** 20; sent += 0x10000)
        isOpen = await connection.write(chunk);
      if (isOpen) await connection.write("0\r\n\r\n");
      expect(await connection.response()).toMatchObject({ status: 413 });
      expect(await send(deliver(PING))).toMatchObject({ status: 200 });
    });

    it.runIf(readsStream).each([
      { method: "PUT", status: 405 },
      { method: "HEAD", status: 405 },
      { method: "OPTIONS", status: 204 },
    ])("responds $status to $method while a body is still coming", async ({ method, status }) => {
      const connection = await connect();
      await connection.head(method, "/hook", { "transfer-encoding": "chunked" });
      await connection.write("1\r\na\r\n");
      const response = await connection.response(method === "HEAD" ? "HEAD" : undefined);
      expect(response).toMatchObject({ status, headers: { allow: "POST, OPTIONS" } });
    });

    it.runIf(readsStream)("lets go of a client that waits to be let on with its body", async () => {
      const request = httpRequest(`${(await server).origin}/hook`, { method: "POST", headers });
      request.on("error", () => {}); // it is cut off while it writes
      const responded = once(request, "response");
      const closed = new Promise((resolve) => request.once("close", resolve));
      const chunk = Buffer.alloc(2 ** 20);
      const write = (): boolean => request.destroyed || (request.write(chunk) && write());
      request.on("drain", write);
      write();
      const [response] = await responded;
      expect(response.statusCode).toBe(413);
      response.resume();
      await closed;
    });

    it.runIf(readsStream)("cuts a sender off that has sent 64 MiB after its response", async () => {
      const connection = await connect();
      const closed = new Promise((resolve) => connection.socket.once("close", resolve));
      await connection.head("POST", "/hook", { ...headers, "transfer-encoding": "chunked" });
      const chunk = Buffer.from(`100000\r\n${" ".repeat(2 ** 20)}\r\n`);
      await connection.write(chunk);
      expect(await connection.response()).toMatchObject({ status: 413 });
      let sent = 0;
      while (sent < 512 && (await connection.write(chunk))) sent++;
      expect(sent).toBeGreaterThan(drainsByBytes ? 60 : 0);
      expect(sent).toBeLessThan(512);
      await closed;
    });

    it.runIf(readsStream)("reports a sender that aborts, runs no handler, and serves on", async () => {
      behaviour.onEvent = () => expect.unreachable();
      const reported = new Promise((resolve) => (behaviour.onError = resolve));
      const connection = await connect();
      await connection.head("POST", "/hook", { ...headers, "content-length": "100", expect: "100-continue" });
      await connection.response(); // the server is waiting for the body
      await connection.write(PING);
      connection.close();
      expect(await reported).toMatchObject({
        name: "ReceiverError",
        code: "incomplete-body",
        provider: "acme",
      });
      behaviour = {};
      expect(await send(deliver(PING))).toMatchObject({ status: 200 });
    });

    it.runIf(readsStream)("reports a body that ends before its declared length", async () => {
      behaviour.onEvent = () => expect.unreachable();
      const reported = new Promise((resolve) => (behaviour.onError = resolve));
      const connection = await connect();
      await connection.head("POST", "/hook", { ...headers, "content-length": "100" });
      connection.socket.end(PING);
      expect(await reported).toMatchObject({ name: "ReceiverError", code: "incomplete-body" });
    });

    it("keeps the connection usable after a refusal", async () => {
      const connection = await connect();
      expect(await send({ headers: {}, body: PING }, connection)).toMatchObject({ status: 401 });
      expect(await send({ headers, body: `${PING} ` }, connection)).toMatchObject({ status: 403 });
      expect(await send({ headers: {}, body: "" }, connection, "OPTIONS")).toMatchObject({ status: 204 });
      expect(await send(deliver(PING), connection)).toMatchObject({ status: 200 });
    });

    it("responds 500 when a handler throws, and says nothing of why", async () => {
      const reported: unknown[] = [];
      behaviour.onError = (error) => reported.push(error);
      const failure = new Error("database password is hunter2");
      behaviour.onEvent = async () => {
        throw failure;
      };
      expect(await send(deliver(PING))).toMatchObject({ status: 500, body: '{"code":"handler-failed"}' });
      expect(reported).toEqual([failure]);
    });

    it("looks the secret up for each delivery", async () => {
      behaviour.secret = async (delivery) =>
        delivery.header("X-Tenant") === "a" ? "secret of a" : undefined;
      const ofA = deliver(PING, "secret of a");
      expect(await send({ ...ofA, headers: { ...ofA.headers, "x-tenant": "a" } })).toMatchObject({
        status: 200,
      });
      expect(await send(ofA)).toMatchObject({ status: 403, body: '{"code":"signature-mismatch"}' });
    });

    it("handles each of 200 concurrent deliveries once, with its own payload", async () => {
      const seen: number[] = [];
      behaviour.onEvent = async (event) => {
        await new Promise(setImmediate);
        if (event.type === "order") seen.push(event.payload.total);
      };
      const numbers = Array.from({ length: 200 }, (_, index) => index);
      const responses = await Promise.all(
        numbers.map((total) =>
          send(deliver(JSON.stringify({ type: "order", total, padding: "x".repeat(total * 50) }))),
        ),
      );
      expect(responses.map(({ status }) => status)).toEqual(numbers.map(() => 200));
      expect(seen.toSorted((a, b) => a - b)).toEqual(numbers);
    });
  });
}
