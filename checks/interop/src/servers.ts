import type { WebhookOptions } from "@flaghook/adapters";
import { webhook as expressWebhook } from "@flaghook/adapters/express";
import { webhook as fastifyWebhook } from "@flaghook/adapters/fastify";
import { webhook as nodeWebhook } from "@flaghook/adapters/node";
import type { GoffEvent } from "@flaghook/goff";
import express from "express";
import Fastify from "fastify";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** A server that responds at any path. */
export interface RunningServer {
  readonly origin: string;
  close(): Promise<void>;
}

/** What the three frameworks' requests have in common: where the delivery was sent to. */
export interface Addressed {
  readonly url?: string | undefined;
}

/** Starts a server of each kind, with one webhook for every path. */
export const starters: Readonly<
  Record<string, (options: WebhookOptions<GoffEvent, Addressed>) => Promise<RunningServer>>
> = {
  node: (options) => listen(nodeWebhook(options as WebhookOptions<GoffEvent>)),
  express: (options) => listen(express().use(expressWebhook(options as WebhookOptions<GoffEvent>))),
  async fastify(options) {
    const app = Fastify({ forceCloseConnections: true });
    await app.register(fastifyWebhook(options as WebhookOptions<GoffEvent>), { prefix: "/:scenario" });
    return { origin: await app.listen({ host: "127.0.0.1", port: 0 }), close: () => app.close() };
  },
};

async function listen(listener: RequestListener): Promise<RunningServer> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
