import { describe, expect, it } from "vitest";
import { defineProvider, type ProviderDefinition, type SignatureScheme } from "../../src/index.ts";
import { defineSignature } from "../../src/signature.ts";
import { plainHex, slack, standardWebhooks, stripe } from "../support/schemes.ts";

const check = (): boolean => true;

const base: ProviderDefinition = {
  id: "acme",
  scheme: plainHex,
  eventName: { field: "type" },
  events: { ping: check },
};

const plain = (change: unknown): SignatureScheme => ({ ...plainHex, ...(change as object) });
const standard = (change: unknown): SignatureScheme => ({ ...standardWebhooks, ...(change as object) });

const event = (given: unknown): unknown => ({ events: { ping: given } });

it("accepts the plain definition that the rows below change", () => {
  expect(defineProvider(base).id).toBe("acme");
});

describe("defineProvider throws a TypeError on", () => {
  it.each<{ name: string; change: unknown }>([
    { name: "no id", change: { id: undefined } },
    { name: "an empty id", change: { id: "" } },
    { name: "an id in upper case", change: { id: "Acme" } },
    { name: "an id with a line break, which would stand in every message", change: { id: "acme\n" } },
    { name: "no scheme", change: { scheme: undefined } },
    { name: "no events", change: { events: undefined } },
    { name: "events in an array", change: { events: [check] } },
    { name: "an event named unknown", change: { events: { unknown: check } } },
    { name: "an undefined validator", change: event(undefined) },
    { name: "a null validator", change: event(null) },
    { name: "a text for a validator", change: event("string") },
    { name: "a regular expression for a validator", change: event(/x/) },
    { name: "an event without a validator", change: event({ actions: ["a"] }) },
    { name: "an unknown option of an event", change: event({ validator: check, action: ["a"] }) },
    {
      name: "an event with an identity that is repeatable",
      change: event({ validator: check, identity: String, repeatable: true }),
    },
    {
      name: "a repeatable event of a provider with an identity",
      change: {
        ...(event({ validator: check, repeatable: true }) as object),
        eventId: { field: "id" },
        identity: "id",
      },
    },
    {
      name: "an optional action without actions",
      change: event({ validator: check, isActionOptional: true }),
    },
    {
      name: "an optional action that is no boolean",
      change: event({ validator: check, actions: ["a"], isActionOptional: "yes" }),
    },
    { name: "repeatable actions without actions", change: event({ validator: check, repeatable: ["a"] }) },
    {
      name: "a repeatable action that is not listed",
      change: event({ validator: check, actions: ["a"], repeatable: ["b"] }),
    },
    { name: "a window without repeatable", change: event({ validator: check, repeatWindowSeconds: 60 }) },
    {
      name: "a window of nothing",
      change: event({ validator: check, repeatable: true, repeatWindowSeconds: 0 }),
    },
    {
      name: "a window of NaN",
      change: event({ validator: check, repeatable: true, repeatWindowSeconds: Number.NaN }),
    },
    { name: "no eventName", change: { eventName: undefined } },
    { name: "a null eventName", change: { eventName: null } },
    { name: "a text for eventName", change: { eventName: "type" } },
    { name: "an eventName of nothing", change: { eventName: {} } },
    { name: "an eventName of both kinds", change: { eventName: { header: "x-event", field: "type" } } },
    { name: "an eventName in upper case", change: { eventName: { header: "X-Event" } } },
    { name: "an eventId in upper case", change: { eventId: { header: "X-Id" } } },
    { name: "an eventId of nothing", change: { eventId: {} } },
    { name: "an identity without an id", change: { identity: "id" } },
    { name: "an identity that is not signed", change: { eventId: { header: "x-id" }, identity: "id" } },
    { name: "an identity by another word", change: { eventId: { field: "id" }, identity: "uuid" } },
    { name: "a header in upper case", change: { headers: ["X-Hook"] } },
    { name: "the signature for the event's name", change: { eventName: { header: "x-acme-signature" } } },
    { name: "the signature for the event's id", change: { eventId: { header: "x-acme-signature" } } },
    { name: "the signature among the stored headers", change: { headers: ["x-acme-signature"] } },
    {
      name: "another signature among the stored headers",
      change: { headers: ["x-old-signature"], alsoSigns: [{ ...plainHex, header: "x-old-signature" }] },
    },
    { name: "a sent header in upper case", change: { sends: { "User-Agent": "acme" } } },
    { name: "an extend that is no function", change: { extend: {} } },
    { name: "an unwrap that is no function", change: { unwrap: true } },
    { name: "an unknown option", change: { schema: check } },
  ])("$name", ({ change }) => {
    expect(() => defineProvider({ ...base, ...(change as object) })).toThrow(TypeError);
  });

  it("no definition", () => {
    expect(() => defineProvider(undefined as never)).toThrow(TypeError);
  });
});

describe("a scheme that contradicts itself is a TypeError:", () => {
  it.each<{ name: string; scheme: SignatureScheme }>([
    { name: "no header", scheme: plain({ header: undefined }) },
    { name: "an empty header", scheme: plain({ header: "" }) },
    { name: "a header in upper case", scheme: plain({ header: "X-Acme-Signature" }) },
    { name: "a header with white space, which Headers.get refuses", scheme: plain({ header: "x acme" }) },
    { name: "a header that is not ASCII", scheme: plain({ header: "x-é" }) },
    { name: "another algorithm", scheme: plain({ algorithm: "md5" }) },
    { name: "an algorithm by its dashed name", scheme: plain({ algorithm: "sha-256" }) },
    { name: "sha512 as a text", scheme: plain({ algorithm: "sha512" }) },
    {
      name: "an algorithm object of another name",
      scheme: plain({ algorithm: { name: "md5", byteLength: 16 } }),
    },
    {
      name: "an algorithm object of a wrong length",
      scheme: plain({ algorithm: { name: "sha512", byteLength: 4 } }),
    },
    { name: "a null algorithm", scheme: plain({ algorithm: null }) },
    { name: "another encoding", scheme: plain({ encoding: "base64url" }) },
    { name: "a prefix that is no text", scheme: plain({ prefix: 1 }) },
    { name: "an empty separator", scheme: plain({ separator: "" }) },
    { name: "a separator that joins repeated headers", scheme: plain({ separator: ", " }) },
    { name: "nothing signed", scheme: plain({ signs: [] }) },
    { name: "no body signed", scheme: plain({ signs: [{ text: "x" }] }) },
    { name: "the body first", scheme: plain({ signs: ["body", { text: "x" }] }) },
    { name: "the body twice", scheme: plain({ signs: ["body", "body"] }) },
    { name: "an unknown part", scheme: plain({ signs: ["url", "body"] }) },
    { name: "an empty text", scheme: plain({ signs: [{ text: "" }, "body"] }) },
    { name: "a text that is a number", scheme: plain({ signs: [{ text: 5 }, "body"] }) },
    { name: "a null part", scheme: plain({ signs: [null, "body"] }) },
    { name: "a signed id without its place", scheme: plain({ signs: ["id", "body"] }) },
    { name: "a place of an id that is not signed", scheme: plain({ id: { header: "x-id" } }) },
    { name: "a signed time without its place", scheme: plain({ signs: ["timestamp", "body"] }) },
    { name: "a place of a time that is not signed", scheme: plain({ timestamp: { header: "x-time" } }) },
    { name: "an id's header in upper case", scheme: standard({ id: { header: "Webhook-Id" } }) },
    { name: "a time in two places", scheme: standard({ timestamp: { header: "x-time", entry: "t=" } }) },
    { name: "a time in no place", scheme: standard({ timestamp: {} }) },
    { name: "a time's header in upper case", scheme: standard({ timestamp: { header: "X-Time" } }) },
    { name: "an entry without a separator", scheme: { ...stripe, separator: undefined } as never },
    { name: "an empty entry", scheme: { ...stripe, timestamp: { entry: "" } } },
    { name: "another unit", scheme: standard({ timestamp: { header: "x-time", unit: "us" } }) },
    {
      name: "a negative tolerance",
      scheme: standard({ timestamp: { header: "x-time", toleranceSeconds: -1 } }),
    },
    {
      name: "a tolerance of NaN",
      scheme: standard({ timestamp: { header: "x-time", toleranceSeconds: Number.NaN } }),
    },
    {
      name: "a tolerance in text",
      scheme: standard({ timestamp: { header: "x-time", toleranceSeconds: "300" } }),
    },
    { name: "a key of another encoding", scheme: standard({ key: { encoding: "utf8" } }) },
    { name: "a key of at least nothing", scheme: standard({ key: { encoding: "hex", minBytes: 0 } }) },
  ])("$name", ({ scheme }) => {
    expect(() => defineProvider({ ...base, scheme })).toThrow(TypeError);
    expect(() => defineProvider({ ...base, alsoSigns: [scheme] })).toThrow(TypeError);
  });
});

describe("what is wrong is said by name:", () => {
  const lists = "sends must be an object, headers and alsoSigns lists.";
  const list = "actions and repeatable must be lists.";
  it.each<{ name: string; change: unknown; message: string }>([
    {
      name: "an unknown part of a scheme",
      change: { scheme: plain({ prefx: "x" }) },
      message: 'there is no option "prefx" in scheme.',
    },
    {
      name: "an unknown part of a timestamp",
      change: { scheme: standard({ timestamp: { header: "webhook-timestamp", tolerance: 5 } }) },
      message: 'there is no option "tolerance" in scheme.timestamp.',
    },
    {
      name: "an unknown part of an id",
      change: { scheme: standard({ id: { header: "webhook-id", field: "id" } }) },
      message: 'there is no option "field" in scheme.id.',
    },
    {
      name: "an unknown part of a key",
      change: { scheme: standard({ key: { encoding: "base64", prefx: "whsec_" } }) },
      message: 'there is no option "prefx" in scheme.key.',
    },
    {
      name: "an unknown part of another signature",
      change: { alsoSigns: [{ ...plainHex, prefx: "x" }] },
      message: 'there is no option "prefx" in scheme.',
    },
    {
      name: "an unknown part of eventName",
      change: { eventName: { field: "type", header_: "x" } },
      message: 'there is no option "header_" in eventName.',
    },
    {
      name: "an unknown part of eventId",
      change: { eventId: { field: "id", signed: true } },
      message: 'there is no option "signed" in eventId.',
    },
    {
      name: "an unknown part of an event",
      change: event({ validator: check, action: ["a"] }),
      message: 'there is no option "action" in event "ping".',
    },
    { name: "a scheme of null", change: { scheme: null }, message: "scheme must be an object." },
    {
      name: "a timestamp in text",
      change: { scheme: standard({ timestamp: "webhook-timestamp" }) },
      message: "scheme.timestamp must be an object.",
    },
    {
      name: "another signature of null",
      change: { alsoSigns: [null] },
      message: "scheme must be an object.",
    },
    {
      name: "signs in text",
      change: { scheme: plain({ signs: "body" }) },
      message: 'scheme.signs must be a list of "id", "timestamp" and { text }, and then "body".',
    },
    { name: "headers in text", change: { headers: "x-b" }, message: lists },
    { name: "alsoSigns of 5", change: { alsoSigns: 5 }, message: lists },
    { name: "sends of 5", change: { sends: 5 }, message: lists },
    { name: "repeatable of 5", change: event({ validator: check, repeatable: 5 }), message: list },
    { name: "actions in text", change: event({ validator: check, actions: "xyz" }), message: list },
  ])("$name", ({ change, message }) => {
    expect(() => defineProvider({ ...base, ...(change as object) })).toThrow(new TypeError(message));
  });
});

describe("defineSignature throws a TypeError on", () => {
  it.each([undefined, null, "X-A", 5])("the header %j", (header) => {
    expect(() => defineSignature("acme", plain({ header }))).toThrow(
      new TypeError("scheme.header must be in lower case."),
    );
  });

  it.each<{ name: string; scheme: SignatureScheme }>([
    { name: "a signed timestamp", scheme: slack },
    { name: "several signatures", scheme: standardWebhooks },
    { name: "base64", scheme: plain({ encoding: "base64" }) },
    { name: "an encoded key", scheme: plain({ key: { encoding: "hex" } }) },
    { name: "a field that no scheme has", scheme: plain({ tolerance: 300 }) },
    { name: "another algorithm", scheme: plain({ algorithm: "md5" }) },
    { name: "no algorithm", scheme: plain({ algorithm: undefined }) },
  ])("$name", ({ scheme }) => {
    expect(() => defineSignature("acme", scheme)).toThrow(TypeError);
  });
});
