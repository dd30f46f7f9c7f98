import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { expect, it } from "vitest";
import { deliver, PING } from "./acme.ts";
import { LIMIT, type ServerUnderTest } from "./server-under-test.ts";

/**
 * Proves what an adapter does that reads the body itself. `drainsByBytes` is false where the server
 * drains a body by itself, and cuts the sender off after a time instead.
 */
export function streamContract(server: ServerUnderTest, drainsByBytes: boolean): void {
  const { headers } = deliver(PING);

  it("refuses a chunked body as soon as it is over the limit", async () => {
    const connection = await server.connect();
    await connection.head("POST", "/hook", { ...headers, "transfer-encoding": "chunked" });
    const chunk = `4000\r\n${" ".repeat(0x4000)}\r\n`;
    for (let sent = 0; sent <= LIMIT; sent += 0x4000) await connection.write(chunk);
    // The body is not at its end, and never will be.
    expect(await connection.response()).toMatchObject({ status: 413, body: '{"code":"body-too-large"}' });
  });

  it("responds 413 to a sender that goes on sending, and serves on", async () => {
    const connection = await server.connect();
    await connection.head("POST", "/hook", { ...headers, "transfer-encoding": "chunked" });
    const chunk = `10000\r\n${" ".repeat(0x10000)}\r\n`;
    let isOpen = true;
    for (let sent = 0; isOpen && sent < 8 * 2 ** 20; sent += 0x10000) isOpen = await connection.write(chunk);
    if (isOpen) await connection.write("0\r\n\r\n");
    expect(await connection.response()).toMatchObject({ status: 413 });
    expect(await server.send(deliver(PING))).toMatchObject({ status: 200 });
  });

  it.each([
    { method: "PUT", status: 405 },
    { method: "HEAD", status: 405 },
    { method: "OPTIONS", status: 204 },
  ])("responds $status to $method while a body is still coming", async ({ method, status }) => {
    const connection = await server.connect();
    await connection.head(method, "/hook", { "transfer-encoding": "chunked" });
    await connection.write("1\r\na\r\n");
    const response = await connection.response(method === "HEAD" ? "HEAD" : undefined);
    expect(response).toMatchObject({ status, headers: { allow: "POST, OPTIONS" } });
  });

  it("lets go of a client that waits to be let on with its body", async () => {
    const request = httpRequest(`${await server.origin}/hook`, { method: "POST", headers });
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

  it("cuts a sender off that has sent 64 MiB after its response", async () => {
    const connection = await server.connect();
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

  it("reports a sender that aborts, runs no handler, and serves on", async () => {
    server.behaviour.onEvent = () => expect.unreachable();
    const reported = new Promise((resolve) => (server.behaviour.onError = resolve));
    const connection = await server.connect();
    await connection.head("POST", "/hook", { ...headers, "content-length": "100", expect: "100-continue" });
    await connection.response(); // the server is waiting for the body
    await connection.write(PING);
    connection.close();
    expect(await reported).toMatchObject({
      name: "ReceiverError",
      code: "incomplete-body",
      provider: "acme",
    });
    server.behaviour = {};
    expect(await server.send(deliver(PING))).toMatchObject({ status: 200 });
  });

  it("reports a body that ends before its declared length", async () => {
    server.behaviour.onEvent = () => expect.unreachable();
    const reported = new Promise((resolve) => (server.behaviour.onError = resolve));
    const connection = await server.connect();
    await connection.head("POST", "/hook", { ...headers, "content-length": "100" });
    connection.socket.end(PING);
    expect(await reported).toMatchObject({ name: "ReceiverError", code: "incomplete-body" });
  });
}
