import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { github } from "@flaghook/github";
import { goff } from "@flaghook/goff";
import { createNodeMiddleware, Webhooks } from "@octokit/webhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { referenceReceivers } from "../src/reference-receivers.ts";

const SECRET = "yIRFMTpsBcAKKRjJPCIykNo6EkNxJn_nq01-_r3S8i4";
const bodies = {
  "compact JSON": '{"ref":"refs/heads/main"}',
  "JSON as Python writes it": '{"ref": "refs/heads/main", "n": 1.0}\n',
  "JSON as Go writes it": '{"ref":"\\u003ca\\u0026b\\u003e"}',
  "text beyond ASCII": '{"ref":"Grüße ☃ 🎉"}',
};
const cases = Object.entries(bodies).map(([name, body]) => ({ name, body }));

const receivers = await referenceReceivers();

it("finds a reference for the providers that have a page to write one from", () => {
  expect(receivers.map(({ id }) => id)).toEqual(
    expect.arrayContaining(["github", "goff", "hypertune", "optimizely"]),
  );
});

describe.each(receivers)("code written from $id's page", ({ provider, receiver }) => {
  it.each(cases)("accepts what sign() gives for $name", ({ body }) => {
    const headers = provider.sign(body, { secret: SECRET, name: "push" });
    expect(receiver(headers, Buffer.from(body), SECRET)).toBe(true);
    expect(receiver(headers, Buffer.from(`${body} `), SECRET)).toBe(false);
  });

  it("accepts what sign() gives for bytes that are not UTF-8", () => {
    const body = new Uint8Array([0x7b, 0xff, 0x7d]);
    expect(receiver(provider.sign(body, { secret: SECRET, name: "push" }), body, SECRET)).toBe(true);
  });
});

describe("the middleware of @octokit/webhooks", () => {
  const log = { debug() {}, info() {}, warn() {}, error() {} }; // else it prints every refusal
  const middleware = createNodeMiddleware(new Webhooks({ secret: SECRET }), { path: "/", log });
  const server = createServer(middleware);
  let origin = "";

  beforeAll(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it.each(cases)("accepts github's delivery of $name", async ({ body }) => {
    const headers = github.sign(body, { secret: SECRET, name: "push" });
    expect((await fetch(origin, { method: "POST", headers, body })).status).toBe(200);
    expect((await fetch(origin, { method: "POST", headers, body: `${body} ` })).status).toBe(400);
  });

  it.each(cases)("accepts goff's signature of $name", async ({ body }) => {
    const headers = {
      ...goff.sign(body, { secret: SECRET }),
      "x-github-event": "push",
      "x-github-delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
    };
    expect((await fetch(origin, { method: "POST", headers, body })).status).toBe(200);
    expect((await fetch(origin, { method: "POST", headers, body: `${body} ` })).status).toBe(400);
  });
});
