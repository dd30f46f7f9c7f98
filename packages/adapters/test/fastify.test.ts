import Fastify from "fastify";
import { webhook } from "../src/fastify.ts";
import { adapterContract } from "./support/contract.ts";

adapterContract("fastify", async (options) => {
  const app = Fastify({ forceCloseConnections: true });
  app.register(webhook(options), { prefix: "/hook" });
  return { origin: await app.listen({ host: "127.0.0.1", port: 0 }), close: () => app.close() };
});
