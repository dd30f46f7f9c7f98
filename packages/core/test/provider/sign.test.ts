import { describe, expect, it, vi } from "vitest";
import { defineProvider, type SignatureScheme, type WebhookEvent } from "../../src/index.ts";
import { secret, sign } from "../support/acme.ts";
import { configcat, hexScheme, slack, standardWebhooks, statsig, stripe } from "../support/schemes.ts";
import { samples } from "../support/scheme-samples.ts";

const body = '{"type":"ping"}';
const timestamp = new Date(Date.UTC(2026, 0, 1, 0, 0, 0, 500));
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const withScheme = (scheme: SignatureScheme) =>
  defineProvider<WebhookEvent>({ id: "acme", scheme, eventName: { field: "type" }, events: {} });

it.each(samples)(
  "writes $name's own headers to the letter",
  ({ scheme, secret: key, headers, body: sent, time }) => {
    const id = scheme.id && headers[scheme.id.header];
    const signed = withScheme(scheme).sign(sent, {
      secret: key,
      timestamp: new Date(time),
      ...(id !== undefined && { id }),
    });
    expect(signed).toEqual({ "content-type": "application/json", ...headers });
  },
);

it.each(Object.entries({ standardWebhooks, slack, configcat, stripe, statsig, hexScheme }))(
  "writes what verify accepts: %s",
  (_, scheme) => {
    const provider = withScheme(scheme);
    const key = scheme.key === undefined ? secret : `whsec_${btoa("k".repeat(24))}`;
    const headers = provider.sign(body, { secret: key, timestamp });
    expect(provider.verify({ headers, body }, { secret: key, now: () => timestamp })).toMatchObject({
      name: "ping",
    });
  },
);

const acme = defineProvider<WebhookEvent>({
  id: "acme",
  scheme: hexScheme,
  eventName: { header: "x-acme-event" },
  eventId: { header: "x-acme-delivery" },
  events: {},
  constantHeaders: { "user-agent": "acme/1", "content-type": "application/vnd.acme+json" },
  signOnlySchemes: [{ header: "x-acme-old", algorithm: "sha1", encoding: "hex", prefix: "sha1=" }],
});

describe("sign", () => {
  it("writes every header that the provider sends", () => {
    expect(acme.sign(body, { secret, name: "ping", id: "d_1" })).toEqual({
      "content-type": "application/vnd.acme+json",
      "user-agent": "acme/1",
      "x-acme-event": "ping",
      "x-acme-delivery": "d_1",
      "x-acme-signature": sign(body),
      "x-acme-old": expect.stringMatching(/^sha1=[0-9a-f]{40}$/) as unknown,
    });
  });

  it("makes up an id when none is given, another one each time", () => {
    const [first, second] = [1, 2].map(() => acme.sign(body, { secret, name: "ping" })["x-acme-delivery"]!);
    expect(first).toMatch(uuid);
    expect(second).toMatch(uuid);
    expect(second).not.toBe(first);
  });

  it("sends an id of its own beside a signed one", () => {
    const provider = defineProvider<WebhookEvent>({
      id: "acme",
      scheme: standardWebhooks,
      eventName: { field: "type" },
      eventId: { header: "x-acme-delivery" },
      events: {},
    });
    const headers = provider.sign(body, { secret: `whsec_${btoa("k".repeat(24))}`, id: "d_1", timestamp });
    expect(headers).toMatchObject({ "webhook-id": "d_1", "x-acme-delivery": "d_1" });
  });

  it("writes each scheme's time in its own unit", () => {
    const provider = defineProvider<WebhookEvent>({
      id: "acme",
      scheme: slack,
      signOnlySchemes: [statsig],
      eventName: { field: "type" },
      events: {},
    });
    expect(provider.sign(body, { secret, timestamp })).toMatchObject({
      "x-slack-request-timestamp": "1767225600",
      "x-statsig-request-timestamp": "1767225600500",
    });
  });

  it("signs text, bytes and buffers alike", () => {
    const bytes = new TextEncoder().encode(body);
    const options = { secret: Buffer.from(secret), name: "ping", id: "d_1" };
    const expected = acme.sign(body, options);
    expect(acme.sign(bytes, options)).toEqual(expected);
    expect(acme.sign(bytes.buffer, options)).toEqual(expected);
  });

  it.each<{ name: string; options: unknown }>([
    { name: "no options", options: undefined },
    { name: "no secret", options: { name: "ping" } },
    { name: "an empty secret", options: { name: "ping", secret: "" } },
    { name: "a list of secrets", options: { name: "ping", secret: [secret] } },
    { name: "a DataView for a secret", options: { name: "ping", secret: new DataView(new ArrayBuffer(4)) } },
    { name: "no name where a header names the event", options: { secret } },
    { name: "an empty name", options: { secret, name: "" } },
    { name: "an empty id", options: { secret, name: "ping", id: "" } },
    { name: "an id that is no text", options: { secret, name: "ping", id: 7 } },
    { name: "an invalid time", options: { secret, name: "ping", timestamp: new Date(Number.NaN) } },
    { name: "a time before 1970", options: { secret, name: "ping", timestamp: new Date(-1) } },
    { name: "a time in milliseconds", options: { secret, name: "ping", timestamp: 0 } },
    { name: "an unknown option", options: { secret, name: "ping", event: "ping" } },
  ])("throws a TypeError on $name", ({ options }) => {
    expect(() => acme.sign(body, options as never)).toThrow(TypeError);
  });

  it.each([{}, [], 1, null, undefined, new SharedArrayBuffer(8)])(
    "throws a TypeError on a body that is not raw: %j",
    (given) => {
      expect(() => acme.sign(given as never, { secret, name: "ping" })).toThrow(
        new TypeError("body must be raw bytes."),
      );
    },
  );

  it("says that one secret is needed where verify takes a list", () => {
    expect(() => acme.sign(body, { secret: [secret] as never, name: "ping" })).toThrow(
      new TypeError("secret must be one, not a list."),
    );
  });

  it("makes up no id that nobody needs", () => {
    const randomUUID = vi.spyOn(globalThis.crypto, "randomUUID");
    try {
      withScheme(hexScheme).sign(body, { secret });
      acme.sign(body, { secret, name: "ping", id: "d_1" });
      expect(randomUUID).not.toHaveBeenCalled();
      acme.sign(body, { secret, name: "ping" });
      withScheme(configcat).sign(body, { secret });
      expect(randomUUID).toHaveBeenCalledTimes(2);
    } finally {
      randomUUID.mockRestore();
    }
  });
});
