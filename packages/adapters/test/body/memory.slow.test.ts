import { randomBytes } from "node:crypto";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { webhook } from "../../src/node.ts";
import { acme, deliver, PING, SECRET } from "../support/acme.ts";
import { Connection, type HttpResponse } from "../support/connection.ts";
import { listenTo } from "../support/listen.ts";

const MEGABYTE = 2 ** 20;
const BODY_BYTES = 24 * MEGABYTE;
const CONNECTIONS = 20;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Bytes still in use. Collects twice: what the first frees, the second has counted. */
function usedBytes(): number {
  collectGarbage();
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}

describe("twenty connections that send 24 MiB and do not come to an end", () => {
  it.each([
    {
      name: "with a well-formed signature",
      headers: { "x-acme-signature": `sha256=${randomBytes(32).toString("hex")}` },
      refused: 10,
      status: 503,
    },
    { name: "without a signature", headers: {}, refused: 20, status: 401 },
  ])("hold no more than maxPendingBytes, $name", async ({ headers, refused, status }) => {
    const server = await listenTo(
      webhook({ provider: acme, secret: SECRET, onEvent: () => {}, onError: () => {} }),
    );
    const connections: Connection[] = [];
    const responses: Promise<HttpResponse>[] = [];
    const chunk = Buffer.alloc(MEGABYTE);
    const before = usedBytes();
    for (let count = 0; count < CONNECTIONS; count++) {
      const connection = await Connection.open(server.origin);
      connections.push(connection);
      await connection.head("POST", "/", { ...headers, "content-length": String(BODY_BYTES + 1) });
      for (let sent = 0; sent < BODY_BYTES; sent += MEGABYTE) await connection.write(chunk);
      responses.push(connection.response());
    }
    // The oldest gave way, each when the bytes of the others needed it: 10 x 24 MiB are within 256 MiB, 11 are not.
    for (const response of await Promise.all(responses.slice(0, refused))) {
      expect(response).toMatchObject({ status, headers: { connection: "close" } });
    }
    expect(connections.filter(({ hasResponse }) => hasResponse)).toEqual([]);
    const taken = usedBytes() - before;
    expect(taken).toBeLessThan(256 * MEGABYTE + 32 * MEGABYTE);

    const small = await Connection.open(server.origin);
    connections.push(small);
    await small.head("POST", "/", { ...deliver(PING).headers, "content-length": String(PING.length) });
    await small.write(PING);
    expect(await small.response()).toMatchObject({ status: 200 });
    for (const response of responses) response.catch(() => {}); // those that are cut off now
    for (const connection of connections) connection.close();
    await server.close();
  });
});
