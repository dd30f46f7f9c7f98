import { describe, expect, it } from "vitest";
import { assertOptions } from "../../src/adapter.ts";
import { parseStored, toStored } from "../../src/inbox.ts";
import { defineProvider, type EventDefinition, type WebhookEvent } from "../../src/index.ts";
import { defineSignature, type VerifyOptions } from "../../src/signature.ts";
import { body, secret, sign, signature } from "../support/acme.ts";
import { counted } from "../support/counted.ts";
import { hexScheme, slack, standardWebhooks } from "../support/schemes.ts";
import { verdictOf } from "../support/verdict.ts";

const acme = defineProvider<WebhookEvent>({
  id: "acme",
  scheme: hexScheme,
  eventName: { header: "x-acme-event" },
  eventId: { header: "x-acme-delivery" },
  extraHeaders: ["x-acme-hook"],
  extraFields: ({ header }) => ({
    hook: header("x-acme-hook"),
    again: header("x-acme-hook"),
    n: header("x-acme-event"),
  }),
  events: { ping: () => true },
});
const headers = {
  "x-acme-signature": signature,
  "x-acme-event": "ping",
  "x-acme-delivery": "d_1",
  "x-acme-hook": "h_1",
};
const time = new Date(Date.UTC(2026, 0, 1));
const once = (fields: object): Record<string, number> =>
  Object.fromEntries(Object.keys(fields).map((name) => [name, 1]));

const verbs: Readonly<Record<string, (delivery: never, options: VerifyOptions) => unknown>> = {
  verify: (delivery, options) => acme.verify(delivery, options),
  safeVerify: (delivery, options) => acme.safeVerify(delivery, options),
  "a provider's verifySignature": (delivery, options) => acme.verifySignature(delivery, options),
  "the verifySignature of ./signature": (delivery, options) =>
    defineSignature("acme", hexScheme)(delivery, options),
};

describe.each(Object.entries(verbs))("%s", (_, verb) => {
  const fields = { secret, maxBodyBytes: 100, now: () => time };

  it("reads each option and each part of the delivery once", () => {
    const options = counted<VerifyOptions>(fields, { secret: "", maxBodyBytes: 0, now: 5 });
    const delivery = counted({ headers, body }, { headers: {}, body: "" });
    expect(verdictOf(() => verb(delivery.given as never, options.given))).toBe("accepted");
    expect(options.reads).toEqual(once(fields));
    expect(delivery.reads).toEqual({ headers: 1, body: 1 });
  });

  it("reads each secret of a list once, and the list's own way through it", () => {
    const list = counted<string[]>(["old", secret], { 0: "", 1: "" });
    expect(verdictOf(() => verb({ headers, body } as never, { secret: list.given }))).toBe("accepted");
    expect(list.reads).toEqual({ 0: 1, 1: 1 });

    const walked = Object.assign(["", ""], {
      *[Symbol.iterator]() {
        yield* ["old", secret];
      },
    });
    expect(verdictOf(() => verb({ headers, body } as never, { secret: walked }))).toBe("accepted");
  });

  it("takes no list that looks empty only the second time", () => {
    const emptied = new Proxy([secret], {
      get: (target, name, receiver): unknown =>
        name === Symbol.iterator ? () => [][Symbol.iterator]() : Reflect.get(target, name, receiver),
    });
    const attempt = (): unknown => {
      const result = verb({ headers, body } as never, { secret: emptied }) as { error?: Error } | undefined;
      if (result?.error !== undefined) throw result.error;
      return result;
    };
    expect(verdictOf(attempt)).toBe("signature-mismatch");
  });

  it("reads an array of one header value once", () => {
    const value = counted<string[]>([signature], { 0: { startsWith: () => true } });
    const given = { ...headers, "x-acme-signature": value.given };
    expect(verdictOf(() => verb({ headers: given, body } as never, { secret }))).toBe("accepted");
    expect(value.reads).toEqual({ 0: 1 });
  });

  it("takes options of a class, and reads a delivery of one by name", () => {
    class Options {
      readonly secret = secret;
    }
    class Delivery {
      get headers(): typeof headers {
        return headers;
      }
      get body(): string {
        return body;
      }
    }
    expect(verdictOf(() => verb(new Delivery() as never, new Options()))).toBe("accepted");
  });
});

it("verify reads each header once, though extraFields and the id read some again", () => {
  const record = counted(headers, { "x-acme-event": "pong", "x-acme-delivery": "d_2", "x-acme-hook": "h_2" });
  const event = acme.verify({ headers: record.given, body }, { secret });
  expect(event).toMatchObject({ name: "ping", id: "d_1", hook: "h_1", again: "h_1", n: "ping" });
  expect(record.reads).toEqual(once(headers));
});

it("verify gives the id that was signed, whatever get says the next time", () => {
  const key = `whsec_${btoa("k".repeat(24))}`;
  const standard = defineProvider<WebhookEvent>({
    id: "standard",
    scheme: standardWebhooks,
    eventName: { field: "type" },
    eventId: { header: "webhook-id", isIdentity: true },
    events: {},
  });
  const signed = standard.sign(body, { secret: key, id: "msg_1", timestamp: time });
  const reads: string[] = [];
  const get = (name: string): string | null => {
    const isAgain = reads.includes(name);
    reads.push(name);
    return isAgain ? "msg_forged" : (signed[name] ?? null);
  };
  const event = standard.verify({ headers: { get }, body }, { secret: key, now: () => time });
  expect(event).toMatchObject({ id: "msg_1", dedupeKey: "msg_1" });
  expect(reads.sort()).toEqual(["webhook-id", "webhook-signature", "webhook-timestamp"]);
});

it("assertOptions reads each option once", () => {
  const options = counted<VerifyOptions>({ secret, maxBodyBytes: 1, now: () => time });
  assertOptions(options.given);
  expect(options.reads).toEqual({ secret: 1, maxBodyBytes: 1, now: 1 });
});

it("sign reads each option once, the time of its Date too", () => {
  const timed = defineProvider<WebhookEvent>({
    id: "timed",
    scheme: slack,
    eventName: { header: "x-event" },
    eventId: { header: "x-id" },
    events: {},
  });
  let asked = 0;
  const timestamp = Object.defineProperty(new Date(time), Symbol.toPrimitive, {
    value: () => (asked++ === 0 ? time.getTime() : Number.NaN),
  });
  const options = counted({ secret, name: "ping", id: "d_1", timestamp }, { secret: "", name: "", id: "" });
  expect(timed.sign(body, options.given)).toEqual(
    timed.sign(body, { secret, name: "ping", id: "d_1", timestamp: time }),
  );
  expect(options.reads).toEqual({ secret: 1, name: 1, id: 1, timestamp: 1 });
  expect(asked).toBe(1);
});

it("toStored and parseStored read each part once", () => {
  const event = acme.verify({ headers, body }, { secret });
  const delivery = counted({ headers, body }, { headers: {}, body: "" });
  const stored = counted(toStored(event, delivery.given), { headers: {}, body: "", secretIndex: 7 });
  expect(delivery.reads).toEqual({ headers: 1, body: 1 });
  expect(parseStored(acme, stored.given)).toEqual(event);
  expect(stored.reads).toMatchObject({ headers: 1, body: 1, secretIndex: 1 });
});

describe("defineProvider", () => {
  it("reads each part of a definition and its scheme once", () => {
    const { timestamp, id, key, ...others } = standardWebhooks;
    const parts = [
      counted(timestamp!, { header: "" }),
      counted(id!, { header: "" }),
      counted(key!, { prefix: 1 }),
    ];
    const scheme = counted({
      ...others,
      timestamp: parts[0]!.given,
      id: parts[1]!.given,
      key: parts[2]!.given,
    });
    const name = counted({ field: "type" }, { field: "" });
    const definition = counted({
      id: "standard",
      scheme: scheme.given,
      eventName: name.given,
      eventId: { header: "webhook-id", isIdentity: true },
      events: { ping: () => true },
      extraHeaders: ["x-a"],
      constantHeaders: { "x-b": "c" },
    });
    const provider = defineProvider<WebhookEvent>(definition.given as never);
    expect([definition, scheme, name, ...parts].flatMap(({ reads }) => Object.values(reads))).toEqual(
      expect.not.arrayContaining([0, 2]),
    );
    expect(provider.scheme).toEqual(standardWebhooks);
    expect(provider.eventName).toEqual({ field: "type" });
  });

  it("reads each part of an event once", () => {
    const fields = { validator: () => true, actions: ["a"], repeatable: ["a"] };
    const event = counted<EventDefinition>(fields, { validator: undefined, actions: 5 });
    const lookup = Object.assign((name: string) => (name === "ping" ? event.given : undefined), {
      names: ["ping"],
    });
    const provider = defineProvider<WebhookEvent>({
      id: "acme",
      scheme: hexScheme,
      eventName: { field: "type" },
      events: lookup,
    });
    const given = '{"type":"ping","action":"a"}';
    const delivery = { headers: { "x-acme-signature": sign(given) }, body: given };
    for (let round = 0; round < 2; round++) {
      expect(provider.verify(delivery, { secret })).toMatchObject({
        type: "ping",
        dedupe: { repeatable: true },
      });
    }
    expect(event.reads).toMatchObject({ validator: 1, actions: 1, repeatable: 1 });
  });

  it("does not change with what it was made from", () => {
    const signs = [...standardWebhooks.signs!];
    const scheme = { ...standardWebhooks, signs };
    const definition = { id: "standard", scheme, eventName: { field: "type" }, events: {} };
    const provider = defineProvider<WebhookEvent>(definition);
    signs.shift();
    scheme.header = "x-other";
    definition.eventName.field = "kind";
    const options = { secret: `whsec_${btoa("k".repeat(24))}`, id: "msg_1", timestamp: time };
    const delivery = { headers: provider.sign(body, options), body };
    const verified = provider.verify(delivery, { secret: options.secret, now: () => time });
    expect(verified.name).toBe("ping");
    expect(provider.scheme).toEqual(standardWebhooks);
  });
});
