import { METHODS } from "node:http";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { WebhookOptions } from "../../src/index.ts";
import { deliver, PING, type AcmeEvent } from "./acme.ts";
import { LIMIT, serverUnderTest, type RunningServer } from "./server-under-test.ts";
import { streamContract } from "./stream-contract.ts";

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
    const server = serverUnderTest(start);
    if (readsStream) streamContract(server, drainsByBytes);

    it("hands a genuine delivery to the handler and responds 200", async () => {
      const seen: unknown[] = [];
      server.behaviour.onEvent = (event) => seen.push(event.payload);
      const response = await server.send(deliver(PING));
      expect(response).toMatchObject({ status: 200, body: '{"code":"handled"}' });
      expect(response.headers["content-type"]).toMatch(/^application\/json/);
      expect(seen).toEqual([{ type: "ping", n: 1 }]);
    });

    it("verifies the bytes as they came, spaces and all", async () => {
      expect(await server.send(deliver('{ "type" : "ping",\n "n" : 1.0, "s": "\\u003c" }\n'))).toMatchObject({
        status: 200,
      });
    });

    it("takes a chunked body without a Content-Length", async () => {
      const connection = await server.connect();
      await connection.head("POST", "/hook", { ...deliver(PING).headers, "transfer-encoding": "chunked" });
      for (const character of PING) await connection.write(`1\r\n${character}\r\n`);
      await connection.write("0\r\n\r\n");
      expect(await connection.response()).toMatchObject({ status: 200 });
    });

    it("waits for a body that comes byte by byte", async () => {
      const connection = await server.connect();
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
      const connection = await server.connect();
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
    ])("refuses $name -> $status $code", async ({ change, status, code }) => {
      server.behaviour.onEvent = () => expect.unreachable();
      const response = await server.send({ headers: { ...headers, ...change }, body });
      expect(response).toMatchObject({ status, body: JSON.stringify({ code }) });
    });

    it("refuses a compressed body", async () => {
      const response = await server.send({
        headers: { ...headers, "content-encoding": "gzip" },
        body: gzipSync(body),
      });
      expect(response).toMatchObject({ status: 415, body: '{"code":"unsupported-encoding"}' });
      expect(response.headers["accept-encoding"]).toBe("identity");
    });

    it("takes a body whose Content-Encoding names no compression", async () => {
      const response = await server.send({ headers: { ...headers, "content-encoding": "utf-8" }, body });
      expect(response).toMatchObject({ status: 200 });
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
      expect(await server.send(deliver(signed))).toMatchObject({ status, body: JSON.stringify({ code }) });
    });

    it("responds 200 to a signed event of an unknown name", async () => {
      expect(await server.send(deliver('{"type":"later"}'))).toMatchObject({ status: 200 });
    });

    it.each(otherMethods)("responds to %s with 405 and what is allowed", async (method) => {
      const response = await server.send({ headers: {}, body: "" }, undefined, method);
      expect(response).toMatchObject({ status: 405, body: '{"code":"method-not-allowed"}' });
      expect(response.headers["allow"]).toBe("POST, OPTIONS");
    });

    it("responds 405 to HEAD, without a body", async () => {
      const connection = await server.connect();
      await connection.head("HEAD", "/hook", {});
      expect(await connection.response("HEAD")).toMatchObject({
        status: 405,
        headers: { allow: "POST, OPTIONS" },
      });
      // A body would come before the next response.
      expect(await server.send(deliver(PING), connection)).toMatchObject({ status: 200 });
    });

    it("responds 204 to OPTIONS, with what is allowed", async () => {
      const response = await server.send({ headers: {}, body: "" }, undefined, "OPTIONS");
      expect(response).toMatchObject({ status: 204, body: "" });
      expect(response.headers["allow"]).toBe("POST, OPTIONS");
    });

    it("refuses a body over the limit, and takes one at the limit", async () => {
      const padding = " ".repeat(LIMIT - PING.length);
      expect(await server.send(deliver(PING + padding))).toMatchObject({ status: 200 });
      expect(await server.send(deliver(`${PING}${padding} `))).toMatchObject({
        status: 413,
        body: '{"code":"body-too-large"}',
      });
    });

    it("keeps the connection usable after a refusal", async () => {
      const connection = await server.connect();
      expect(await server.send({ headers: {}, body: PING }, connection)).toMatchObject({ status: 401 });
      expect(await server.send({ headers, body: `${PING} ` }, connection)).toMatchObject({ status: 403 });
      expect(await server.send({ headers: {}, body: "" }, connection, "OPTIONS")).toMatchObject({
        status: 204,
      });
      expect(await server.send(deliver(PING), connection)).toMatchObject({ status: 200 });
    });

    it("responds 500 when a handler throws, and says nothing of why", async () => {
      const reported: unknown[] = [];
      server.behaviour.onError = (error) => reported.push(error);
      const failure = new Error("database password is hunter2");
      server.behaviour.onEvent = async () => {
        throw failure;
      };
      expect(await server.send(deliver(PING))).toMatchObject({
        status: 500,
        body: '{"code":"handler-failed"}',
      });
      expect(reported).toEqual([failure]);
    });

    it("looks the secret up for each delivery", async () => {
      server.behaviour.secret = async (delivery) =>
        delivery.header("X-Tenant") === "a" ? "secret of a" : null;
      const ofA = deliver(PING, "secret of a");
      expect(await server.send({ ...ofA, headers: { ...ofA.headers, "x-tenant": "a" } })).toMatchObject({
        status: 200,
      });
      expect(await server.send(ofA)).toMatchObject({ status: 403, body: '{"code":"signature-mismatch"}' });
    });

    it("handles each of 200 concurrent deliveries once, with its own payload", async () => {
      const seen: number[] = [];
      server.behaviour.onEvent = async (event) => {
        await new Promise(setImmediate);
        if (event.type === "order") seen.push(event.payload.total);
      };
      const numbers = Array.from({ length: 200 }, (_, index) => index);
      const responses = await Promise.all(
        numbers.map((total) =>
          server.send(deliver(JSON.stringify({ type: "order", total, padding: "x".repeat(total * 50) }))),
        ),
      );
      expect(responses.map(({ status }) => status)).toEqual(numbers.map(() => 200));
      expect(seen.toSorted((a, b) => a - b)).toEqual(numbers);
    });
  });
}
