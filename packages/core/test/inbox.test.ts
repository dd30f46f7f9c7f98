import { describe, expect, it } from "vitest";
import { object, string } from "../src/check.ts";
import { defineProvider, type DeliveryInput, type WebhookEvent } from "../src/index.ts";
import { parseStored, toStored } from "../src/inbox.ts";
import { secret, sign } from "./support/acme.ts";
import { hexScheme, standardWebhooks } from "./support/schemes.ts";
import { refusalOf, verdictOf } from "./support/verdict.ts";

const acme = defineProvider<WebhookEvent>({
  id: "acme",
  scheme: hexScheme,
  eventName: { header: "x-acme-event" },
  eventId: { header: "x-acme-delivery" },
  extraHeaders: ["x-acme-hook"],
  extraFields: ({ type }) => ({ seen: type }),
  events: { order: object({ title: string }), toggle: { validator: () => true, repeatable: true } },
});

function delivery(body: string, headers: Record<string, string> = {}): DeliveryInput & { body: string } {
  return {
    headers: {
      authorization: "Bearer private",
      "X-Acme-Signature": sign(body),
      "X-Acme-Event": "order",
      "X-Acme-Delivery": "d_1",
      "X-Acme-Hook": "h_1",
      ...headers,
    },
    body,
  };
}

const good = delivery('{"title":"t"}');
const broken = delivery('{"title":1}');
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function unsignedNameOf(name: string, body = good.body): unknown {
  const given = delivery(body, { "X-Acme-Event": name });
  const result = acme.safeVerify(given, { secret });
  return toStored(result.ok ? result.event : result.error, given).unsignedName;
}

describe("toStored of an event", () => {
  it("keeps what the event can be made of again, and never the signature", () => {
    const event = acme.verify(good, { secret: ["old", secret] });
    expect(toStored(event, good)).toEqual({
      provider: "acme",
      name: "order",
      dedupeKey: event.dedupeKey,
      dedupe: { kind: "digest", repeatable: false },
      unsignedId: "d_1",
      unsignedName: "order",
      secretIndex: 1,
      headers: { "x-acme-event": "order", "x-acme-delivery": "d_1", "x-acme-hook": "h_1" },
      body: bytesOf(good.body),
    });
  });

  it("does not copy the body", () => {
    const body = Buffer.from(good.body);
    expect(toStored(acme.verify({ ...good, body }, { secret }), { ...good, body }).body).toBe(body);
  });

  it("leaves out headers that are absent or have no one value", () => {
    const headers = {
      "x-acme-signature": sign(good.body),
      "x-acme-event": "order",
      "x-acme-hook": ["1", "2"],
    };
    const given = { headers, body: good.body };
    expect(toStored(acme.verify(given, { secret }), given).headers).toEqual({ "x-acme-event": "order" });
  });

  it("works on a copy of the event", () => {
    const event = acme.verify(good, { secret });
    expect(toStored({ ...event }, good)).toEqual(toStored(event, good));
  });

  it("has no unsigned id where the signature covers the id", () => {
    const key = `whsec_${btoa("k".repeat(24))}`;
    const provider = defineProvider<WebhookEvent>({
      id: "standard",
      scheme: standardWebhooks,
      eventName: { field: "type" },
      eventId: { header: "webhook-id" },
      events: {},
    });
    const timestamp = new Date(Date.UTC(2026, 0, 1));
    const body = '{"type":"ping"}';
    const given = { headers: provider.sign(body, { secret: key, id: "msg_1", timestamp }), body };
    const stored = toStored(provider.verify(given, { secret: key, now: () => timestamp }), given);
    expect(stored).toMatchObject({ unsignedId: undefined, headers: { "webhook-id": "msg_1" } });
    expect(Object.keys(stored.headers)).toEqual(["webhook-id"]);
  });

  it("keeps an unsigned name, one for all that the provider does not list", () => {
    expect(unsignedNameOf("order")).toBe("order");
    expect(unsignedNameOf("toggle")).toBe("toggle");
    expect(unsignedNameOf("order", broken.body)).toBe("order");
    for (const name of ["zzz", "constructor", "__proto__", ""]) expect(unsignedNameOf(name)).toBe("");
  });

  it("has no unsigned name where the signature covers the name", () => {
    const provider = defineProvider<WebhookEvent>({
      id: "acme",
      scheme: hexScheme,
      eventName: { field: "title" },
      events: {},
    });
    expect(toStored(provider.verify(good, { secret }), good).unsignedName).toBeUndefined();
  });

  it("refuses headers that were an iterator: they are spent", () => {
    const headers = new Headers(good.headers as Record<string, string>);
    const event = acme.verify({ headers: headers.entries(), body: good.body }, { secret });
    expect(() => toStored(event, { headers: headers.entries(), body: good.body })).toThrow(TypeError);
    expect(toStored(event, { headers, body: good.body }).headers).toHaveProperty("x-acme-event", "order");
    expect(toStored(event, { headers: [...headers], body: good.body }).headers).toHaveProperty(
      "x-acme-event",
    );
  });
});

describe("toStored of a schema-mismatch", () => {
  it("keeps the name that the event would have had", () => {
    const error = refusalOf(() => acme.verify(broken, { secret: ["old", secret] }));
    expect(toStored(error, broken)).toMatchObject({
      provider: "acme",
      name: "order",
      dedupeKey: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as unknown,
      dedupe: { kind: "digest", repeatable: false },
      secretIndex: 1,
      headers: { "x-acme-event": "order", "x-acme-delivery": "d_1", "x-acme-hook": "h_1" },
      body: bytesOf(broken.body),
    });
  });

  it("keeps its unsigned id, and whether its event repeats", () => {
    const strict = defineProvider<WebhookEvent>({
      id: "acme",
      scheme: hexScheme,
      eventName: { header: "x-acme-event" },
      eventId: { header: "x-acme-delivery" },
      isRepeatable: (name) => name === "ping" || name === "closed",
      events: {
        order: object({ title: string }),
        toggle: { validator: object({ on: string }), repeatable: true },
        push: { validator: object({ on: string }), actions: ["a", "b"], repeatable: ["b"] },
        closed: { validator: object({ on: string }), identity: () => "closed" },
        ping: object({ on: string }),
      },
    });
    const storedAs = (name: string, body = "{}"): unknown => {
      const given = delivery(body, { "X-Acme-Event": name });
      const { unsignedId, dedupe } = toStored(
        refusalOf(() => strict.verify(given, { secret })),
        given,
      );
      return [unsignedId, dedupe];
    };
    expect(storedAs("order")).toEqual(["d_1", { kind: "digest", repeatable: false }]);
    expect(storedAs("toggle")).toEqual(["d_1", { kind: "digest", repeatable: true }]);
    expect(storedAs("push")).toEqual(["d_1", { kind: "digest", repeatable: false }]);
    expect(storedAs("push", '{"action":"a"}')).toEqual(["d_1", { kind: "digest", repeatable: false }]);
    expect(storedAs("push", '{"action":"b"}')).toEqual(["d_1", { kind: "digest", repeatable: true }]);
    expect(storedAs("closed")).toEqual(["d_1", { kind: "digest", repeatable: false }]);
    expect(storedAs("ping")).toEqual(["d_1", { kind: "digest", repeatable: true }]);
    expect(storedAs("")).toEqual(["d_1", { kind: "digest", repeatable: false }]);
  });

  it("takes an event for one that does not repeat where isRepeatable throws", () => {
    const failing = defineProvider<WebhookEvent>({
      id: "acme",
      scheme: hexScheme,
      eventName: { header: "x-acme-event" },
      isRepeatable: () => {
        throw new Error("broken");
      },
      events: { order: object({ title: string }) },
    });
    const error = refusalOf(() => failing.verify(good, { secret }));
    expect(toStored(error, good).dedupe).toEqual({ kind: "digest", repeatable: false });
  });

  it("has no name when none could be read", () => {
    const nameless = delivery("{}", { "X-Acme-Event": "" });
    const error = refusalOf(() => acme.verify(nameless, { secret }));
    expect(toStored(error, nameless).name).toBeUndefined();
  });
});

describe("toStored throws a TypeError for", () => {
  it.each([
    { name: "a refusal whose signature does not hold", refuse: { ...good, body: "{}" } },
    { name: "a refusal that is not JSON", refuse: delivery("no JSON") },
  ])("$name", ({ refuse }) => {
    const error = refusalOf(() => acme.verify(refuse, { secret }));
    expect(() => toStored(error, refuse)).toThrow(TypeError);
  });

  it.each([
    {
      name: "an event made by hand",
      event: { provider: "acme", dedupe: { kind: "digest", repeatable: false } },
    },
    { name: "an empty object", event: {} },
    { name: "another error", event: new Error("x") },
  ])("$name", ({ event }) => {
    expect(() => toStored(event as never, good)).toThrow("only an event from verify()");
  });
});

describe("parseStored", () => {
  it("makes the same event again, without the signature", () => {
    const event = acme.verify(good, { secret: ["old", secret] });
    const stored = toStored(event, good);
    expect(JSON.stringify(stored)).not.toContain(sign(good.body));
    expect(parseStored(acme, stored)).toEqual(event);
  });

  it("makes it from what a store gives back: plain JSON and bytes of any kind", () => {
    const event = acme.verify(good, { secret });
    const { headers, secretIndex, body } = toStored(event, good);
    const kept = JSON.parse(JSON.stringify({ headers, secretIndex })) as {
      headers: Record<string, string>;
      secretIndex: number;
    };
    expect(parseStored(acme, { ...kept, body: Buffer.from(body) })).toEqual(event);
    expect(parseStored(acme, { ...kept, body: good.body })).toEqual(event);
  });

  it("reads with an upgraded definition what an older one refused", () => {
    const error = refusalOf(() => acme.verify(broken, { secret }));
    const stored = toStored(error, broken);
    expect(verdictOf(() => parseStored(acme, stored))).toBe("schema-mismatch");
    const upgraded = defineProvider<WebhookEvent>({
      id: "acme",
      scheme: hexScheme,
      eventName: { header: "x-acme-event" },
      events: { order: () => true },
    });
    expect(parseStored(upgraded, stored)).toMatchObject({ type: "order", payload: { title: 1 } });
  });

  it("can be stored again", () => {
    const event = acme.verify(good, { secret });
    const stored = toStored(event, good);
    expect(toStored(parseStored(acme, stored), stored)).toEqual(stored);
  });

  it("refuses a provider that defineProvider did not make", () => {
    const stored = toStored(acme.verify(good, { secret }), good);
    expect(() => parseStored({ ...acme }, stored)).toThrow(TypeError);
    expect(() => parseStored({} as typeof acme, stored)).toThrow(TypeError);
  });
});

it("nothing of this shows on an event or a provider", () => {
  const event = acme.verify(good, { secret });
  expect(Object.getOwnPropertySymbols(event)).toEqual([]);
  expect(Object.keys(acme).sort()).toEqual([
    "eventId",
    "eventName",
    "events",
    "id",
    "safeVerify",
    "scheme",
    "schemes",
    "sign",
    "storedHeaders",
    "verify",
    "verifySignature",
  ]);
  expect(JSON.stringify(event)).not.toContain("storedHeaders");
});
