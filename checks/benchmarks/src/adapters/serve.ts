// A process of its own: serves every contestant on a port of its own, and reports the ports.
import { webhook as expressWebhook } from "@flaghook/adapters/express";
import { webhook as fetchWebhook } from "@flaghook/adapters/fetch";
import { webhook as nodeWebhook } from "@flaghook/adapters/node";
import { github } from "@flaghook/github";
import { createAdaptorServer } from "@hono/node-server";
import { createNodeMiddleware, Webhooks } from "@octokit/webhooks";
import express from "express";
import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

const secret = process.argv[2]!;
const RESPONSE = '{"code":"handled"}';
let handled = 0; // a handler that does next to nothing, and cannot be optimised away

const options = { provider: github, secret, onEvent: () => handled++ };
const webhooks = new Webhooks({ secret });
webhooks.onAny(() => void handled++);

const bare = reader((body) => void (handled += body.byteLength));

const servers: Record<string, Server> = {
  "bare node": createServer(bare),
  "bare express": createServer(express().post("/", bare)),
  "bare fetch": createAdaptorServer({ fetch: readRequest }) as Server,
  node: createServer(nodeWebhook(options)),
  express: createServer(express().post("/", expressWebhook(options))),
  fetch: createAdaptorServer({ fetch: fetchWebhook(options) }) as Server,
  "verify by hand": createServer(
    reader((body, { headers }) => void (handled += github.verify({ headers, body }, { secret }).name.length)),
  ),
  octokit: createServer(createNodeMiddleware(webhooks, { path: "/" })),
};

const ports: Record<string, number> = {};
for (const [name, server] of Object.entries(servers)) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  ports[name] = (server.address() as AddressInfo).port;
}
process.send!(ports);

/** Reads the whole body, hands it on, and responds as the webhook does. */
function reader(use: (body: Buffer, request: IncomingMessage) => void): RequestListener {
  return (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      use(Buffer.concat(chunks), request);
      response.setHeader("content-type", "application/json");
      response.end(RESPONSE);
    });
  };
}

async function readRequest(request: Request): Promise<Response> {
  handled += (await request.arrayBuffer()).byteLength;
  return new Response(RESPONSE, { headers: { "content-type": "application/json" } });
}
