import { defineHandshake, defineProvider } from "@flaghook/core";
import { describe, expect, it, vi } from "vitest";
import { createReceiver } from "../../src/index.ts";
import { servers } from "../support/servers.ts";

const acme = defineProvider({
  id: "acme",
  scheme: { header: "x-acme-signature", algorithm: "sha256", encoding: "hex" },
  eventName: { field: "type" },
  events: { ping: () => true },
  handshake: defineHandshake({
    body: { data: { event: "url_verification", verification_code: null } },
    response: { verification_code: null },
  }),
});
const secret = "acme-secret";
const check = '{"data":{"event":"url_verification","verification_code":"abc123"}}';
const expected = {
  status: 200,
  headers: { "content-type": "application/json" },
  body: '{"verification_code":"abc123"}',
};

describe("a provider that checks the URL", () => {
  it("gets its code back, and no function of yours runs", async () => {
    const called = vi.fn<(...all: unknown[]) => undefined>();
    const inbox = { accept: called as never };
    const receive = createReceiver({
      provider: acme,
      secret: () => called() ?? null,
      onEvent: called,
      onVerified: called,
      onError: called,
      respond: called,
      inbox,
    });
    expect(await receive({ headers: {}, body: check })).toEqual(expected);
    expect(called).not.toHaveBeenCalled();
  });

  it.each([
    { name: "another key", body: check.replace('"data"', '"x":1,"data"'), status: 401 },
    { name: "another event", body: check.replace("url_verification", "other"), status: 401 },
    { name: "markup", body: check.replace("abc123", "<b>"), status: 401 },
    { name: "nothing", body: "", status: 401 },
  ])("gets no $name back", async ({ body, status }) => {
    const receive = createReceiver({ provider: acme, secret, log: false });
    const response = await receive({ headers: {}, body });
    expect(response).toMatchObject({ status, body: '{"code":"missing-signature"}' });
  });

  it("is judged by its signature where it sent one", async () => {
    const receive = createReceiver({ provider: acme, secret, log: false });
    const wrong = { "x-acme-signature": "0".repeat(64) };
    expect(await receive({ headers: wrong, body: check })).toMatchObject({ status: 403 });
    const signed = acme.sign(check, { secret });
    expect(await receive({ headers: signed, body: check })).toMatchObject({ status: 422 });
  });

  it("is no event for an endpoint that verifies another way of sending", async () => {
    const receive = createReceiver({ provider: acme, secret, log: false });
    expect(await receive({ headers: {}, body: check, method: "PUT" })).toMatchObject({ status: 405 });
  });

  it.each(servers)("gets it back on $name", async ({ start, send }) => {
    const server = await start({ provider: acme, secret, log: false } as never);
    const headers = { "content-type": "application/json" };
    const response = await send(`${server.origin}/hook`, headers, Buffer.from(check));
    expect([response.status, response.body]).toEqual([200, expected.body]);
    await server.close();
  });
});

describe("a delivery without a body", () => {
  const bodiless = defineProvider({
    id: "acme",
    scheme: { header: "x-acme-signature", algorithm: "sha256", encoding: "hex" },
    eventName: (payload) => (payload === undefined ? "changed" : "other"),
    events: { changed: () => true },
    methods: ["POST", "GET"],
    isBodyOptional: true,
  });

  it.each(servers.filter(({ name }) => !/HTTP\/2|lambda/.test(name)))(
    "is taken with GET on $name",
    async ({ start }) => {
      const seen: unknown[] = [];
      const onEvent = ({ type, payload }: { type: string; payload: unknown }): void => {
        seen.push(type, payload);
      };
      const server = await start({ provider: bodiless, secret, onEvent, log: false } as never);
      const headers = bodiless.sign("", { secret });
      const response = await fetch(`${server.origin}/hook`, { method: "GET", headers });
      expect([response.status, seen]).toEqual([200, ["changed", undefined]]);
      await server.close();
    },
  );
});
