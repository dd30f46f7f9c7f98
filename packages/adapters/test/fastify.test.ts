import Fastify, { type FastifyInstance } from "fastify";
import { afterAll, describe, expect, it } from "vitest";
import { webhook } from "../src/fastify.ts";
import { acme, deliver, PING, SECRET } from "./support/acme.ts";
import { adapterContract, OTHER_METHODS } from "./support/contract.ts";

adapterContract(
  "fastify",
  async (options) => {
    const app = Fastify({ forceCloseConnections: true });
    app.register(webhook(options), { prefix: "/hook" });
    return { origin: await app.listen({ host: "127.0.0.1", port: 0 }), close: () => app.close() };
  },
  { otherMethods: OTHER_METHODS.filter((method) => Fastify().supportedMethods.includes(method)) },
);

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

  it("stays absent when it is", async () => {
    seen.length = 0;
    const { "content-type": _, ...headers } = deliver(PING).headers;
    const response = await app.inject({ method: "POST", url: "/hook", headers, payload: Buffer.from(PING) });
    expect(response).toMatchObject({ statusCode: 200 });
    expect(seen).toEqual([undefined]);
  });

  it("is left to Fastify on other routes", async () => {
    expect(await post("/other", "json")).toMatchObject({ statusCode: 415 });
  });
});

const request = (app: FastifyInstance, method: string, url: string): Promise<{ statusCode: number }> =>
  app.inject({ method: method as "GET", url }); // its types hold the listed methods alone

describe("a method that Fastify does not list", () => {
  const options = { provider: acme, secret: SECRET };

  it("is left to Fastify's own 404", async () => {
    const app = Fastify();
    app.register(webhook(options), { prefix: "/hook" });
    expect(await request(app, "PROPFIND", "/hook")).toMatchObject({ statusCode: 404 });
    await app.close();
  });

  it("gets 405 once the app has added it", async () => {
    const app = Fastify().addHttpMethod("PROPFIND");
    app.register(webhook(options), { prefix: "/hook" });
    expect(await request(app, "PROPFIND", "/hook")).toMatchObject({ statusCode: 405 });
    await app.close();
  });
});
