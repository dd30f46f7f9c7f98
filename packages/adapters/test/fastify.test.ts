import Fastify from "fastify";
import { afterAll, describe, expect, it } from "vitest";
import { webhook } from "../src/fastify.ts";
import { acme, deliver, PING, SECRET } from "./support/acme.ts";
import { adapterContract } from "./support/contract.ts";

adapterContract("fastify", async (options) => {
  const app = Fastify({ forceCloseConnections: true });
  app.register(webhook(options), { prefix: "/hook" });
  return { origin: await app.listen({ host: "127.0.0.1", port: 0 }), close: () => app.close() };
});

describe("the plugin's content type", () => {
  const seen: unknown[] = [];
  const app = Fastify();
  app.register(
    webhook({
      provider: acme,
      secret: ({ headers }) => {
        seen.push((headers as Record<string, unknown>)["content-type"]);
        return SECRET;
      },
      onError: () => {},
    }),
    { prefix: "/hook" },
  );
  app.post("/other", () => "other");
  afterAll(() => app.close());

  const post = async (url: string, type: string): Promise<{ statusCode: number }> =>
    app.inject({
      method: "POST",
      url,
      headers: { ...deliver(PING).headers, "content-type": type },
      payload: PING,
    });

  it.each(["json", "", 'application/json; charset="', "text/plain", "application/json"])(
    "is no reason to refuse a signed delivery, and is left as it came: %j",
    async (type) => {
      seen.length = 0;
      expect(await post("/hook", type)).toMatchObject({ statusCode: 200 });
      expect(seen).toEqual([type]);
    },
  );

  it("stays Fastify's own matter on other routes", async () => {
    expect(await post("/other", "json")).toMatchObject({ statusCode: 415 });
  });
});
