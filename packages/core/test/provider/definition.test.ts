import { describe, expect, it } from "vitest";
import { defineProvider, type ProviderDefinition, type SignatureScheme } from "../../src/index.ts";
import { defineSignature } from "../../src/signature.ts";
import { hexScheme, slack, standardWebhooks, stripe } from "../support/schemes.ts";

const check = (): boolean => true;

const base: ProviderDefinition = {
  id: "acme",
  scheme: hexScheme,
  eventName: { field: "type" },
  events: { ping: check },
};

const hex = (change: unknown): SignatureScheme => ({ ...hexScheme, ...(change as object) });
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
        eventId: { field: "id", isIdentity: true },
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
    { name: "an identity without a place", change: { eventId: { isIdentity: true } } },
    { name: "an identity that is not signed", change: { eventId: { header: "x-id", isIdentity: true } } },
    { name: "an identity by another word", change: { eventId: { field: "id", isIdentity: "id" } } },
    { name: "an identity of a name", change: { eventName: { field: "type", isIdentity: true } } },
    { name: "a header in upper case", change: { extraHeaders: ["X-Hook"] } },
    { name: "the signature for the event's name", change: { eventName: { header: "x-acme-signature" } } },
    { name: "the signature for the event's id", change: { eventId: { header: "x-acme-signature" } } },
    { name: "the signature among the stored headers", change: { extraHeaders: ["x-acme-signature"] } },
    {
      name: "another signature among the stored headers",
      change: {
        extraHeaders: ["x-old-signature"],
        signOnlySchemes: [{ ...hexScheme, header: "x-old-signature" }],
      },
    },
    { name: "a sent header in upper case", change: { constantHeaders: { "User-Agent": "acme" } } },
    { name: "extraFields that is no function", change: { extraFields: {} } },
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
    { name: "no header", scheme: hex({ header: undefined }) },
    { name: "an empty header", scheme: hex({ header: "" }) },
    { name: "a header in upper case", scheme: hex({ header: "X-Acme-Signature" }) },
    { name: "a header with white space, which Headers.get refuses", scheme: hex({ header: "x acme" }) },
    { name: "a header that is not ASCII", scheme: hex({ header: "x-é" }) },
    { name: "another algorithm", scheme: hex({ algorithm: "md5" }) },
    { name: "an algorithm by its dashed name", scheme: hex({ algorithm: "sha-256" }) },
    { name: "sha512 as a text", scheme: hex({ algorithm: "sha512" }) },
    {
      name: "an algorithm object of another name",
      scheme: hex({ algorithm: { name: "md5", byteLength: 16 } }),
    },
    {
      name: "an algorithm object of a wrong length",
      scheme: hex({ algorithm: { name: "sha512", byteLength: 4 } }),
    },
    { name: "a null algorithm", scheme: hex({ algorithm: null }) },
    { name: "another encoding", scheme: hex({ encoding: "base64url" }) },
    { name: "a prefix that is no text", scheme: hex({ prefix: 1 }) },
    { name: "a prefix that joins repeated headers", scheme: hex({ prefix: "v1, " }) },
    {
      name: "an entry that joins repeated headers",
      scheme: { ...stripe, timestamp: { entry: "t, " } },
    },
    { name: "an empty separator", scheme: hex({ separator: "" }) },
    { name: "a separator that joins repeated headers", scheme: hex({ separator: ", " }) },
    {
      name: "the same with a time in a header of its own",
      scheme: standard({ separator: ", ", timestamp: { header: "x-time" } }),
    },
    { name: "more than what joins repeated headers", scheme: { ...stripe, separator: ", ;" } },
    { name: "nothing signed", scheme: hex({ signs: [] }) },
    { name: "no body signed", scheme: hex({ signs: [{ text: "x" }] }) },
    { name: "the body first", scheme: hex({ signs: ["body", { text: "x" }] }) },
    { name: "the body twice", scheme: hex({ signs: ["body", "body"] }) },
    { name: "an unknown part", scheme: hex({ signs: ["url", "body"] }) },
    { name: "an empty text", scheme: hex({ signs: [{ text: "" }, "body"] }) },
    { name: "a text that is a number", scheme: hex({ signs: [{ text: 5 }, "body"] }) },
    { name: "a null part", scheme: hex({ signs: [null, "body"] }) },
    { name: "a signed id without its place", scheme: hex({ signs: ["id", "body"] }) },
    { name: "a place of an id that is not signed", scheme: hex({ id: { header: "x-id" } }) },
    { name: "a signed time without its place", scheme: hex({ signs: ["timestamp", "body"] }) },
    { name: "a place of a time that is not signed", scheme: hex({ timestamp: { header: "x-time" } }) },
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
    expect(() => defineProvider({ ...base, signOnlySchemes: [scheme] })).toThrow(TypeError);
  });
});

describe("what is wrong is said by name:", () => {
  const lists = "constantHeaders must be an object, extraHeaders and signOnlySchemes lists.";
  const list = "actions and repeatable must be lists.";
  it.each<{ name: string; change: unknown; message: string }>([
    {
      name: "an unknown part of a scheme",
      change: { scheme: hex({ prefx: "x" }) },
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
      change: { signOnlySchemes: [{ ...hexScheme, prefx: "x" }] },
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
    {
      name: "an unknown algorithm",
      change: { scheme: hex({ algorithm: "sha512" }) },
      message:
        'scheme.algorithm must be "sha1", "sha256", the sha512 of @flaghook/core/sha512 or the ed25519 of @flaghook/core/ed25519.',
    },
    {
      name: "a nested field for the name",
      change: { eventName: { field: "data.type" } },
      message:
        "eventName.field is one key at the top of the payload. For a nested one use a function: eventName: (payload) => ….",
    },
    {
      name: "a nested field for the id",
      change: { eventId: { field: "data.id" } },
      message:
        "eventId.field is one key at the top of the payload. For a nested one use a function: identity of each event.",
    },
    { name: "a scheme of null", change: { scheme: null }, message: "scheme must be an object." },
    {
      name: "a timestamp in text",
      change: { scheme: standard({ timestamp: "webhook-timestamp" }) },
      message: "scheme.timestamp must be an object.",
    },
    {
      name: "another signature of null",
      change: { signOnlySchemes: [null] },
      message: "scheme must be an object.",
    },
    {
      name: "signs in text",
      change: { scheme: hex({ signs: "body" }) },
      message: 'scheme.signs must be a list of "id", "timestamp" and { text }, and then "body".',
    },
    { name: "extraHeaders in text", change: { extraHeaders: "x-b" }, message: lists },
    { name: "signOnlySchemes of 5", change: { signOnlySchemes: 5 }, message: lists },
    { name: "constantHeaders of 5", change: { constantHeaders: 5 }, message: lists },
    { name: "repeatable of 5", change: event({ validator: check, repeatable: 5 }), message: list },
    { name: "actions in text", change: event({ validator: check, actions: "xyz" }), message: list },
  ])("$name", ({ change, message }) => {
    expect(() => defineProvider({ ...base, ...(change as object) })).toThrow(new TypeError(message));
  });
});

describe("defineSignature throws a TypeError on", () => {
  it.each([undefined, null, "X-A", 5])("the header %j", (header) => {
    expect(() => defineSignature("acme", hex({ header }))).toThrow(
      new TypeError("scheme.header must be in lower case."),
    );
  });

  it.each<{ name: string; scheme: SignatureScheme }>([
    { name: "a signed timestamp", scheme: slack },
    { name: "several signatures", scheme: standardWebhooks },
    { name: "base64", scheme: hex({ encoding: "base64" }) },
    { name: "an encoded key", scheme: hex({ key: { encoding: "hex" } }) },
    { name: "a field that no scheme has", scheme: hex({ tolerance: 300 }) },
    { name: "another algorithm", scheme: hex({ algorithm: "md5" }) },
    { name: "no algorithm", scheme: hex({ algorithm: undefined }) },
  ])("$name", ({ scheme }) => {
    expect(() => defineSignature("acme", scheme)).toThrow(TypeError);
  });
});
