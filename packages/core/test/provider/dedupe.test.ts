import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { defineProvider, type ProviderDefinition, type WebhookEvent } from "../../src/index.ts";
import { secret, sign } from "../support/acme.ts";
import { hexScheme, standardWebhooks } from "../support/schemes.ts";

const base: ProviderDefinition = {
  id: "acme",
  scheme: hexScheme,
  eventName: { field: "type" },
  events: { ping: () => true },
};

const digestOf = (body: string): string => `sha256:${createHash("sha256").update(body).digest("hex")}`;

function deliver(definition: Partial<ProviderDefinition>, body: string, headers = {}): WebhookEvent {
  const provider = defineProvider<WebhookEvent>({ ...base, ...definition });
  return provider.verify({ headers: { "x-acme-signature": sign(body), ...headers }, body }, { secret });
}

const digest = { kind: "digest", repeatable: false };
const identity = { kind: "identity", repeatable: false };

describe("dedupeKey", () => {
  it("is a digest of the body when nothing better is declared", () => {
    const body = '{"type":"ping"}';
    const event = deliver({}, body);
    expect(event.dedupeKey).toBe(digestOf(body));
    expect(event.dedupe).toEqual(digest);
  });

  it("differs when one byte of the body differs", () => {
    expect(deliver({}, '{"type":"ping"}').dedupeKey).not.toBe(deliver({}, '{"type":"ping" }').dedupeKey);
  });

  it("does not change with headers outside the signature", () => {
    const definition: Partial<ProviderDefinition> = { eventId: { header: "x-acme-delivery" } };
    const first = deliver(definition, '{"type":"ping"}', { "x-acme-delivery": "1" });
    const second = deliver(definition, '{"type":"ping"}', { "x-acme-delivery": "2" });
    expect([first.id, second.id]).toEqual(["1", "2"]);
    expect(second.dedupeKey).toBe(first.dedupeKey);
  });

  it("is a text made at once: it does not change when the caller reuses the buffer", () => {
    const body = Buffer.from('{"type":"ping"}');
    const provider = defineProvider(base);
    const event = provider.verify({ headers: { "x-acme-signature": sign(body) }, body }, { secret });
    const before = event.dedupeKey;
    body.fill(0);
    expect(event.dedupeKey).toBe(before);
    expect(Object.getOwnPropertyDescriptor(event, "dedupeKey")).toHaveProperty("value", before);
  });

  it("is the signed id where the definition says so", () => {
    const definition: Partial<ProviderDefinition> = { eventId: { field: "id", isIdentity: true } };
    expect(deliver(definition, '{"type":"ping","id":"e_1"}')).toMatchObject({
      dedupeKey: "e_1",
      dedupe: identity,
    });
    expect(deliver(definition, '{"type":"pong","id":"e_1"}')).toMatchObject({
      type: "unknown",
      dedupeKey: "e_1",
      dedupe: identity,
    });
  });

  it("is a signed id that is a whole number, as its digits", () => {
    const definition: Partial<ProviderDefinition> = { eventId: { field: "id", isIdentity: true } };
    expect(deliver(definition, '{"type":"ping","id":42}')).toMatchObject({
      id: "42",
      dedupeKey: "42",
      dedupe: identity,
    });
  });

  it.each(["9007199254740993", "1.5", "true", "{}"])("is a digest when the id is %s", (id) => {
    const definition: Partial<ProviderDefinition> = { eventId: { field: "id", isIdentity: true } };
    const body = `{"type":"ping","id":${id}}`;
    expect(deliver(definition, body)).toMatchObject({
      id: undefined,
      dedupeKey: digestOf(body),
      dedupe: digest,
    });
  });

  it("is a digest, and says so, when the id is missing for once", () => {
    const definition: Partial<ProviderDefinition> = { eventId: { field: "id", isIdentity: true } };
    const body = '{"type":"ping"}';
    expect(deliver(definition, body)).toMatchObject({ dedupeKey: digestOf(body), dedupe: digest });
  });

  it("is the id in a header when the scheme signs that header", () => {
    const key = `whsec_${btoa("k".repeat(24))}`;
    const provider = defineProvider({
      ...base,
      scheme: standardWebhooks,
      eventId: { header: "webhook-id", isIdentity: true },
    });
    expect(provider.eventId).toEqual({ header: "webhook-id", signed: true });
    const timestamp = new Date(Date.UTC(2026, 0, 1));
    const body = '{"type":"ping"}';
    const headers = provider.sign(body, { secret: key, id: "msg_1", timestamp });
    const event = provider.verify({ headers, body }, { secret: key, now: () => timestamp });
    expect(event).toMatchObject({ id: "msg_1", dedupeKey: "msg_1", dedupe: identity });
  });

  it("is what an event's own identity gives, of its checked payload", () => {
    const events: ProviderDefinition["events"] = {
      ping: {
        validator: () => true,
        identity: ({ project, revision }: { project: number; revision: number }) =>
          JSON.stringify(["ping", project, revision]),
      },
      pong: () => true,
    };
    expect(deliver({ events }, '{"type":"ping","project":1,"revision":2}')).toMatchObject({
      dedupeKey: '["ping",1,2]',
      dedupe: identity,
    });
    const body = '{"type":"pong"}';
    expect(deliver({ events }, body)).toMatchObject({ dedupeKey: digestOf(body), dedupe: digest });
  });
});

describe("a repeatable event", () => {
  const events: ProviderDefinition["events"] = {
    toggle: { validator: () => true, repeatable: true, repeatWindowSeconds: 60 },
    team: { validator: () => true, actions: ["edited", "created"], repeatable: ["edited"] },
    ping: () => true,
  };

  it("says so beside its digest, with its window", () => {
    expect(deliver({ events }, '{"type":"toggle"}').dedupe).toEqual({
      kind: "digest",
      repeatable: true,
      windowSeconds: 60,
    });
  });

  it("may be so for some of its actions", () => {
    expect(deliver({ events }, '{"type":"team","action":"edited"}').dedupe).toEqual({
      kind: "digest",
      repeatable: true,
    });
    expect(deliver({ events }, '{"type":"team","action":"created"}').dedupe).toEqual(digest);
  });

  it("depends on the action that was sent, whatever the validator made of the payload", () => {
    const stripped = {
      "~standard": { version: 1 as const, vendor: "x", validate: () => ({ value: null }) },
    };
    const team = { validator: stripped, actions: ["edited", "created"], repeatable: ["edited"] };
    expect(deliver({ events: { team } }, '{"type":"team","action":"edited"}').dedupe.repeatable).toBe(true);
  });

  it("is described on the provider", () => {
    expect(defineProvider<WebhookEvent>({ ...base, events }).events).toEqual({
      toggle: { dedupe: { kind: "digest", repeatable: true, windowSeconds: 60 } },
      team: { actions: ["edited", "created"], dedupe: digest, repeatableActions: ["edited"] },
      ping: { dedupe: digest },
    });
  });

  it("shares its dedupe with every other delivery, and nobody can change it", () => {
    const { dedupe } = deliver({ events }, '{"type":"ping"}');
    expect(Object.isFrozen(dedupe)).toBe(true);
    expect(Object.keys(dedupe)).toEqual(["kind", "repeatable"]);
  });
});

const isRepeatable: ProviderDefinition["isRepeatable"] = (name, action) =>
  name === "toggle" || action === "edited";

describe("a definition that says itself what is repeatable", () => {
  const repeatable = { kind: "digest", repeatable: true };

  it("is asked about events that say nothing, by name and action", () => {
    const events = { toggle: () => true, team: { validator: () => true, actions: ["edited", "created"] } };
    const dedupeOf = (body: string): unknown => deliver({ events, isRepeatable }, body).dedupe;
    expect(dedupeOf('{"type":"toggle"}')).toEqual(repeatable);
    expect(dedupeOf('{"type":"team","action":"edited"}')).toEqual(repeatable);
    expect(dedupeOf('{"type":"team","action":"created"}')).toEqual(digest);
  });

  it("is asked about unknown events and actions, and about events whose actions are not listed", () => {
    const events = { team: { validator: () => true, actions: ["created"] }, ping: () => true };
    const dedupeOf = (body: string): unknown => {
      const { type, dedupe } = deliver({ events, isRepeatable }, body);
      return { type, dedupe };
    };
    const unknown = { type: "unknown", dedupe: repeatable };
    expect(dedupeOf('{"type":"toggle"}')).toEqual(unknown);
    expect(dedupeOf('{"type":"team","action":"edited"}')).toEqual(unknown);
    expect(dedupeOf('{"type":"pong"}')).toEqual({ type: "unknown", dedupe: digest });
    expect(dedupeOf('{"type":"ping","action":"edited"}')).toEqual({ type: "ping", dedupe: repeatable });
  });

  it("is not asked about an event that says it", () => {
    const events: ProviderDefinition["events"] = {
      toggle: { validator: () => true, repeatable: false },
      ping: { validator: () => true, repeatable: true, repeatWindowSeconds: 9 },
    };
    expect(deliver({ events, isRepeatable }, '{"type":"toggle"}').dedupe).toEqual(digest);
    expect(deliver({ events, isRepeatable }, '{"type":"ping"}').dedupe).toEqual({
      ...repeatable,
      windowSeconds: 9,
    });
  });

  it("is not asked about an event with an identity", () => {
    const definition = { eventId: { field: "id", isIdentity: true }, isRepeatable } as const;
    expect(deliver(definition, '{"type":"toggle","id":"e_1"}').dedupe).toEqual(identity);
  });

  it("hears of an action only if it is a text", () => {
    const asked: unknown[] = [];
    const ask = (...words: unknown[]): boolean => asked.push(words) < 0;
    for (const action of ['"opened"', "1", "null"])
      deliver({ isRepeatable: ask }, `{"type":"ping","action":${action}}`);
    expect(asked).toEqual([
      ["ping", "opened"],
      ["ping", undefined],
      ["ping", undefined],
    ]);
  });

  it("describes the provider's events", () => {
    const events = {
      toggle: { validator: () => true, actions: ["edited"] },
      team: { validator: () => true, actions: ["edited", "created"] },
      ping: () => true,
    };
    expect(defineProvider<WebhookEvent>({ ...base, events, isRepeatable }).events).toEqual({
      toggle: { actions: ["edited"], dedupe: repeatable },
      team: { actions: ["edited", "created"], dedupe: digest, repeatableActions: ["edited"] },
      ping: { dedupe: digest },
    });
  });
});

const extraFields: ProviderDefinition["extraFields"] = ({ type, payload }) => ({ seen: [type, payload] });

/** A definition whose extraFields reads a header that it may not have listed. */
const reads = (name: string): Partial<ProviderDefinition> => ({
  extraHeaders: ["x-acme-hook"],
  extraFields: (context) => ({ hook: context.header(name) }),
});

describe("extraFields", () => {
  it("adds fields to every event, unknown ones too", () => {
    expect(deliver({ extraFields }, '{"type":"ping"}')).toMatchObject({
      seen: ["ping", { type: "ping" }],
    });
    expect(deliver({ extraFields }, '{"type":"pong"}')).toMatchObject({
      seen: ["unknown", { type: "pong" }],
    });
    expect(deliver({ extraFields: () => undefined }, '{"type":"ping"}')).toEqual(
      deliver({}, '{"type":"ping"}'),
    );
  });

  it("may replace the payload", () => {
    const event = deliver({ extraFields: () => ({ payload: "another" }) }, '{"type":"ping"}');
    expect(event).toMatchObject({ type: "ping", payload: "another" });
  });

  it("may take the reading function apart from its context", () => {
    const definition: Partial<ProviderDefinition> = {
      extraHeaders: ["x-acme-hook"],
      extraFields: ({ header }) => ({ hook: header("x-acme-hook") }),
    };
    expect(deliver(definition, '{"type":"ping"}', { "x-acme-hook": "7" })).toMatchObject({ hook: "7" });
  });

  it("reads the headers that the definition lists", () => {
    const definition: Partial<ProviderDefinition> = {
      extraHeaders: ["x-acme-hook"],
      extraFields: (context) => ({ hook: context.header("x-acme-hook") }),
    };
    expect(deliver(definition, '{"type":"ping"}', { "X-Acme-Hook": "7" })).toMatchObject({ hook: "7" });
    expect(deliver(definition, '{"type":"ping"}', { "x-acme-hook": ["7", "8"] })).toMatchObject({
      hook: undefined,
    });
    expect(deliver(definition, '{"type":"ping"}')).toMatchObject({ hook: undefined });
  });

  it("may not read another header: a stored delivery would lack it", () => {
    for (const name of ["x-acme-other", "x-acme-signature", "X-Acme-Hook"]) {
      expect(() => deliver(reads(name), '{"type":"ping"}')).toThrow(TypeError);
    }
  });

  it("cannot change an event's prototype with a signed __proto__ key", () => {
    const event = deliver(
      { extraFields: ({ payload }) => payload as object },
      '{"type":"ping","__proto__":{"admin":true}}',
    );
    expect(Object.getPrototypeOf(event)).toBe(Object.prototype);
    expect((event as { admin?: boolean }).admin).toBeUndefined();
  });
});

/** Takes JSON out of a body that starts with ">". */
const unwrap = (body: Uint8Array): Uint8Array | undefined =>
  body[0] === 0x3e /* > */ ? body.subarray(1) : undefined;

describe("unwrap", () => {
  it("takes the JSON out of a signed body, which is digested whole", () => {
    const body = '>{"type":"ping"}';
    expect(deliver({ unwrap }, body)).toMatchObject({ type: "ping", dedupeKey: digestOf(body) });
  });

  it("that finds its wrapping broken makes the body invalid-json", () => {
    expect(() => deliver({ unwrap }, '{"type":"ping"}')).toThrow(
      expect.objectContaining({ code: "invalid-json" }),
    );
  });

  it("is never called for a forgery", () => {
    const provider = defineProvider<WebhookEvent>({
      ...base,
      unwrap: () => {
        throw new Error("called");
      },
    });
    const forged = { headers: { "x-acme-signature": "0".repeat(64) }, body: "x" };
    expect(() => provider.verify(forged, { secret })).toThrow(
      expect.objectContaining({ code: "signature-mismatch" }),
    );
  });
});
