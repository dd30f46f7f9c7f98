import { describe, expect, it } from "vitest";
import { object, string } from "../../src/check.ts";
import { defineProvider, type WebhookEvent } from "../../src/index.ts";
import { body as pingBody, secret, sign } from "../support/acme.ts";
import { hexScheme } from "../support/schemes.ts";
import { refusalOf, verdictOf } from "../support/verdict.ts";

const byField = defineProvider<WebhookEvent>({
  id: "acme",
  scheme: hexScheme,
  eventName: { field: "type" },
  eventId: { field: "id" },
  events: {
    ping: () => true,
    issue: { validator: object({ title: string }), actions: ["opened", "closed"] },
  },
});
const byHeader = defineProvider<WebhookEvent>({
  id: "acme",
  scheme: hexScheme,
  eventName: { header: "x-acme-event" },
  eventId: { header: "x-acme-delivery" },
  events: { ping: () => true },
});
const byShape = defineProvider<WebhookEvent>({
  id: "acme",
  scheme: hexScheme,
  eventName: (payload) => (Array.isArray(payload) ? "batch" : payload === null ? "" : undefined),
  events: { batch: () => true },
});

type SentHeaders = Record<string, string | readonly string[]>;

const deliver = (provider: typeof byField, body: string, headers: SentHeaders = {}): WebhookEvent =>
  provider.verify({ headers: { "x-acme-signature": sign(body), ...headers }, body }, { secret });

it("a provider lists its own events and no name that every object inherits", () => {
  expect(Object.keys(byField.events)).toEqual(["ping", "issue"]);
  for (const name of ["constructor", "toString", "__proto__"]) expect(byField.events[name]).toBeUndefined();
});

describe("an event's name in the payload", () => {
  it.each([
    { name: "a known name", body: '{"type":"ping"}', type: "ping" },
    { name: "another name", body: '{"type":"pong"}', type: "unknown" },
    { name: "a name that every object inherits", body: '{"type":"constructor"}', type: "unknown" },
    { name: "the name of a prototype", body: '{"type":"__proto__"}', type: "unknown" },
    { name: "the word unknown", body: '{"type":"unknown"}', type: "unknown" },
    { name: "a known name in upper case", body: '{"type":"PING"}', type: "unknown" },
  ])("gives a result: $name", ({ body, type }) => {
    const event = deliver(byField, body);
    expect(event.type).toBe(type);
    expect(event.name).toBe((JSON.parse(body) as { type: string }).type);
  });

  it.each([
    { name: "no such field", body: "{}" },
    { name: "an empty name", body: '{"type":""}' },
    { name: "a number", body: '{"type":1}' },
    { name: "null", body: '{"type":null}' },
    { name: "an array", body: '{"type":["ping"]}' },
    { name: "a field that is only inherited", body: '{"__proto__":{"type":"ping"}}' },
    { name: "a payload that is null", body: "null" },
    { name: "a payload that is an array", body: '[{"type":"ping"}]' },
    { name: "a payload that is a text", body: '"ping"' },
  ])("is a schema-mismatch: $name", ({ body }) => {
    const error = refusalOf(() => deliver(byField, body));
    expect(error.code).toBe("schema-mismatch");
    expect(error.issues).toEqual([{ path: ["type"], code: "invalid_type", expected: "string" }]);
    expect(error.payload).toEqual(JSON.parse(body));
  });
});

describe("an event's name in a header", () => {
  it("is read without regard to case, and gives known and unknown events", () => {
    expect(deliver(byHeader, "{}", { "X-Acme-Event": "ping" })).toMatchObject({ type: "ping", name: "ping" });
    expect(deliver(byHeader, "{}", { "x-acme-event": "pong" })).toMatchObject({
      type: "unknown",
      name: "pong",
    });
    expect(deliver(byHeader, "[]", { "x-acme-event": "__proto__" })).toMatchObject({ type: "unknown" });
  });

  it.each([
    { name: "absent", headers: {} },
    { name: "empty", headers: { "x-acme-event": "" } },
    { name: "repeated", headers: { "x-acme-event": ["ping", "ping"] } },
    { name: "in two spellings", headers: { "x-acme-event": "ping", "X-Acme-Event": "ping" } },
  ])("is a schema-mismatch when $name", ({ headers }) => {
    const error = refusalOf(() => deliver(byHeader, "{}", headers));
    expect(error.code).toBe("schema-mismatch");
    expect(error.issues).toEqual([{ path: [], code: "invalid_type", expected: "string" }]);
    expect(error.message).toContain("x-acme-event");
  });

  it("is read from an iterator of headers too, which gives its pairs only once", () => {
    const headers = new Headers({
      "x-acme-signature": sign("{}"),
      "x-acme-event": "ping",
      "x-acme-delivery": "d_1",
    });
    const event = byHeader.verify({ headers: headers.entries(), body: "{}" }, { secret });
    expect(event).toMatchObject({ type: "ping", id: "d_1" });
  });
});

describe("an event's name from the payload's shape", () => {
  it("is what the function says", () => {
    expect(deliver(byShape, "[]").type).toBe("batch");
    expect(byShape.eventName).toBe("payload");
    const empty = refusalOf(() => deliver(byShape, "null"));
    expect(empty).toMatchObject({ code: "schema-mismatch", issues: [{ path: [], code: "invalid_type" }] });
  });

  it("is a schema-mismatch when it says nothing", () => {
    expect(verdictOf(() => deliver(byShape, "{}"))).toBe("schema-mismatch");
  });
});

describe("an action", () => {
  it("that is listed has its payload checked", () => {
    expect(deliver(byField, '{"type":"issue","action":"opened","title":"t"}').type).toBe("issue");
    const error = refusalOf(() => deliver(byField, '{"type":"issue","action":"opened"}'));
    expect(error.issues).toEqual([{ path: ["title"], code: "invalid_type", expected: "string" }]);
  });

  it("that is not listed makes the event unknown, unchecked, under its own name", () => {
    for (const action of ["reopened", "", "constructor", "__proto__", "Opened"]) {
      const event = deliver(byField, JSON.stringify({ type: "issue", action }));
      expect(event).toMatchObject({ type: "unknown", name: "issue" });
    }
  });

  it("that is no text is a schema-mismatch", () => {
    for (const body of [
      '{"type":"issue"}',
      '{"type":"issue","action":1}',
      '{"type":"issue","action":null}',
    ]) {
      const error = refusalOf(() => deliver(byField, body));
      expect(error.code).toBe("schema-mismatch");
      expect(error.issues).toEqual([{ path: ["action"], code: "invalid_type", expected: "string" }]);
    }
  });
});

describe("an id", () => {
  it.each([
    { body: '{"type":"ping","id":"e_1"}', id: "e_1" },
    { body: '{"type":"ping"}', id: undefined },
    { body: '{"type":"ping","id":""}', id: undefined },
    { body: '{"type":"ping","id":7}', id: undefined },
    { body: '{"type":"ping","__proto__":{"id":"e_1"}}', id: undefined },
  ])("in $body is $id", ({ body, id }) => {
    expect(deliver(byField, body).id).toBe(id);
  });

  it("in a header is its one value, or none", () => {
    const event = { "x-acme-event": "ping" };
    expect(deliver(byHeader, "{}", { ...event, "X-Acme-Delivery": "d_1" }).id).toBe("d_1");
    expect(deliver(byHeader, "{}", event).id).toBeUndefined();
    expect(deliver(byHeader, "{}", { ...event, "x-acme-delivery": ["d_1", "d_2"] }).id).toBeUndefined();
    expect(deliver(byHeader, "{}", { ...event, "x-acme-delivery": "" }).id).toBeUndefined();
  });
});

describe("a signed payload", () => {
  it("with a __proto__ key keeps it as a key, and nothing inherits from it", () => {
    const event = deliver(byField, '{"type":"ping","__proto__":{"admin":true}}');
    expect(Object.keys(event.payload as object)).toEqual(["type", "__proto__"]);
    expect((event.payload as { admin?: boolean }).admin).toBeUndefined();
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it("with a key twice has the last, as JSON.parse does, for the name as for all else", () => {
    const event = deliver(byField, '{"type":"pong","type":"ping","a":1,"a":2}');
    expect(event).toMatchObject({ type: "ping", payload: { type: "ping", a: 2 } });
  });

  it.each([
    { name: "no text at all", body: "" },
    { name: "a cut-off text", body: pingBody.slice(0, -1) },
    { name: "two values", body: `${pingBody}${pingBody}` },
    { name: "two BOMs", body: `\uFEFF\uFEFF${pingBody}` },
    { name: "a BOM that is not at the start", body: ` \uFEFF${pingBody}` },
    { name: "a comment", body: `${pingBody}//` },
    { name: "NaN", body: "NaN" },
    { name: "a form", body: "payload=%7B%7D" },
  ])("that is $name is invalid-json", ({ body }) => {
    expect(verdictOf(() => deliver(byField, body))).toBe("invalid-json");
  });

  it.each([
    { name: "a byte that UTF-8 never has", bytes: [0x22, 0xff, 0x22] },
    { name: "an overlong slash", bytes: [0x22, 0xc0, 0xaf, 0x22] },
    { name: "a surrogate in UTF-8", bytes: [0x22, 0xed, 0xa0, 0x80, 0x22] },
    { name: "a character cut off at the end", bytes: [0x22, 0x61, 0x22, 0xe2, 0x99] },
    { name: "UTF-16", bytes: [0xff, 0xfe, 0x22, 0x00, 0x22, 0x00] },
  ])("with $name is invalid-json, and the next one is read as ever", ({ bytes }) => {
    const body = Uint8Array.from(bytes);
    const headers = { "x-acme-signature": sign(body) };
    expect(verdictOf(() => byField.verify({ headers, body }, { secret }))).toBe("invalid-json");
    expect(deliver(byField, pingBody).type).toBe("ping");
  });

  it("may be nested as deep as a body can hold", () => {
    const body = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    expect(deliver(byShape, body).type).toBe("batch");
  });
});
