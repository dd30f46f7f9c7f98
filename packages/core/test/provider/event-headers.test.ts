import { describe, expect, it } from "vitest";
import { parseStored, toStored } from "../../src/inbox.ts";
import {
  defineProvider,
  type HeadersInput,
  type HeaderSource,
  type Provider,
  type WebhookEvent,
} from "../../src/index.ts";
import { pointerTo } from "../support/pointer.ts";
import { secret, sign } from "../support/acme.ts";
import { hexScheme } from "../support/schemes.ts";
import { refusalOf } from "../support/verdict.ts";

const body = "{}";
const NAME = "x-acme-event";
const ID = "x-acme-delivery";
const HOOK = "x-acme-hook";
const genuine: Readonly<Record<string, string>> = {
  "x-acme-signature": sign(body),
  [NAME]: "ping",
  [ID]: "d_1",
  [HOOK]: "h_1",
};

function provider(change: Partial<HeaderSource> = {}): Provider {
  return defineProvider<WebhookEvent>({
    id: "acme",
    scheme: hexScheme,
    eventName: { header: NAME, ...change },
    eventId: { header: ID, ...change },
    extraHeaders: [{ header: HOOK, ...change }],
    extraFields: ({ header }) => ({ hook: header(HOOK) }),
    events: { ping: () => true },
  });
}

/** Headers in which one came twice, in every form in which a server may hand them over. */
function forms(header: string, first: string, second: string): readonly [string, HeadersInput][] {
  const { [header]: _, ...others } = genuine;
  const appended = new Headers(others);
  appended.append(header, first);
  appended.append(header, second);
  return [
    ["Headers", appended],
    ["Node's joined text", { ...others, [header]: `${first}, ${second}` }],
    ["an array", { ...others, [header]: [first, second] }],
    ["two spellings", { ...others, [header]: first, [header.toUpperCase()]: second }],
    ["pairs", [...Object.entries(others), [header, first], [header.toUpperCase(), second]]],
    ["an object with get", { get: (name: string) => appended.get(name) }],
  ];
}

const sameTwice = (header: string): readonly [string, HeadersInput][] =>
  forms(header, genuine[header]!, genuine[header]!);

describe("a header that came twice counts as absent, whatever hands it over:", () => {
  it.each(sameTwice(NAME))("no name in %s is a schema-mismatch", (_, headers) => {
    const delivery = { headers, body };
    const error = refusalOf(() => provider().verify(delivery, { secret }));
    expect(error).toMatchObject({
      code: "schema-mismatch",
      message: `acme: signed, but without a name in the ${NAME} header: it is absent, or came more than once. Pass one.${pointerTo("schema-mismatch")}`,
    });
    const stored = toStored(error, delivery);
    expect(stored).toMatchObject({ name: undefined, headers: { [ID]: "d_1", [HOOK]: "h_1" } });
    expect(stored.headers).not.toHaveProperty([NAME]);
    expect(refusalOf(() => parseStored(provider(), stored)).message).toBe(error.message);
  });

  it.each(sameTwice(ID))("no id in %s", (_, headers) => {
    const delivery = { headers, body };
    const event = provider().verify(delivery, { secret });
    expect(event).toMatchObject({ type: "ping", id: undefined, hook: "h_1" });
    const stored = toStored(event, delivery);
    expect(stored).toMatchObject({ unsignedId: undefined, headers: { [NAME]: "ping", [HOOK]: "h_1" } });
    expect(parseStored(provider(), stored)).toEqual(event);
  });

  it.each(sameTwice(HOOK))("nothing for extraFields in %s", (_, headers) => {
    expect(provider().verify({ headers, body }, { secret })).toMatchObject({ id: "d_1", hook: undefined });
  });
});

describe("a header that the definition calls a list is one text, whatever hands it over:", () => {
  const list = provider({ isList: true });

  it.each(forms(NAME, "ping", "pong"))("a name in %s", (_, headers) => {
    const delivery = { headers, body };
    const event = list.verify(delivery, { secret });
    expect(event).toMatchObject({ type: "unknown", name: "ping, pong" });
    const stored = toStored(event, delivery);
    expect(stored.headers[NAME]).toBe("ping, pong");
    expect(parseStored(list, stored)).toEqual(event);
  });

  it.each(forms(ID, "a", "b"))("an id in %s", (_, headers) => {
    expect(list.verify({ headers, body }, { secret }).id).toBe("a, b");
  });

  it.each(forms(HOOK, "Sat", "28 Nov"))("what extraFields reads in %s", (_, headers) => {
    expect(list.verify({ headers, body }, { secret })).toHaveProperty("hook", "Sat, 28 Nov");
  });

  it.each([{ given: [] }, { given: undefined }, { given: null }, { given: [7] }, { given: ["a", {}] }])(
    "but none where there is no text: $given",
    ({ given }) => {
      const headers = { ...genuine, [ID]: given } as HeadersInput;
      expect(list.verify({ headers, body }, { secret }).id).toBeUndefined();
    },
  );
});

it("a comma without white space is part of the text", () => {
  const headers = { ...genuine, [ID]: "a,b" };
  expect(provider().verify({ headers, body }, { secret }).id).toBe("a,b");
});

const define = (change: object) => () =>
  defineProvider<WebhookEvent>({
    id: "acme",
    scheme: hexScheme,
    eventName: { field: "type" },
    events: {},
    ...change,
  });

it("a definition says isList of a header alone, and in words that are known", () => {
  expect(define({ eventId: { field: "id", isList: true } })).toThrow("eventId.isList");
  expect(define({ eventId: { header: ID, isList: "yes" } })).toThrow("eventId.isList");
  expect(define({ extraHeaders: [{ header: "X-A" }] })).toThrow("in lower case");
  expect(define({ extraHeaders: [{ name: "x-a" }] })).toThrow('there is no option "name"');
  expect(define({ extraHeaders: [{ header: "x-acme-signature" }] })).toThrow("a signature's header");
  expect(define({ extraHeaders: [null] })).toThrow(TypeError);
  expect(
    define({ extraHeaders: [{ header: "x-a" }, "x-b"], eventId: { header: ID } })().storedHeaders,
  ).toEqual(["x-a", "x-b", ID]);
});
