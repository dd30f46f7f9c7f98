import { describe, expect, it } from "vitest";
import { parseStored, toStored } from "../../src/inbox.ts";
import { defineProvider, type ProviderDefinition, type WebhookEvent } from "../../src/index.ts";
import { standardWebhooks } from "../support/schemes.ts";

const key = `whsec_${btoa("k".repeat(24))}`;
const token = "a-token";
const body = '{"type":"ping"}';
const now = new Date("2026-01-01T00:00:00.000Z");

const definition: ProviderDefinition = {
  id: "acme",
  scheme: [standardWebhooks, { kind: "token", header: "x-acme-token" }],
  eventName: { field: "type" },
  eventId: { header: "webhook-id", isIdentity: true },
  extraHeaders: ["idempotency-key"],
  extraFields: ({ header }) =>
    header("webhook-id") === undefined ? { id: header("idempotency-key") } : undefined,
  isRepeatable: () => true,
  events: { ping: (payload) => !("broken" in (payload as object)) },
};
const acme = defineProvider<WebhookEvent>(definition);

function verified(headers: Record<string, string>, secret: string, sent = body): WebhookEvent {
  return acme.verify({ headers, body: sent }, { secret, now: () => now });
}

const signed = acme.sign(body, { secret: key, id: "msg_1", timestamp: now });
const byToken = { "x-acme-token": token, "idempotency-key": "msg_1" };

describe("an id that only some deliveries sign", () => {
  it("is the identity where it is signed, whatever the unsigned header says", () => {
    for (const claimed of ["msg_1", "msg_2", ""]) {
      expect(verified({ ...signed, "idempotency-key": claimed }, key)).toMatchObject({
        id: "msg_1",
        dedupeKey: "msg_1",
        dedupe: { kind: "identity", repeatable: false },
      });
    }
  });

  it("comes by a token from the unsigned header alone, and is no identity", () => {
    const event = verified({ ...byToken, "webhook-id": "msg_2" }, token);
    expect(event).toMatchObject({ id: "msg_1", dedupe: { kind: "digest", repeatable: true } });
    expect(event.dedupeKey).toMatch(/^sha256:/);
    expect(verified({ "x-acme-token": token, "webhook-id": "msg_2" }, token).id).toBeUndefined();
  });

  it("counts as absent when its header came more than once", () => {
    expect(verified({ ...byToken, "idempotency-key": "a, b" }, token).id).toBeUndefined();
  });
});

describe("an inbox", () => {
  it("keeps an event by a token as one whose id nobody signed, and gives it again so", () => {
    const headers = { ...byToken, "webhook-id": "msg_2" };
    const event = verified(headers, token);
    const stored = toStored(event, { headers, body });
    expect(stored).toMatchObject({ unsignedId: "msg_1", dedupe: { repeatable: true } });
    expect(stored.headers).toEqual({ "idempotency-key": "msg_1" });
    expect(parseStored(acme, stored)).toEqual(event);
  });

  it("keeps a signed event as one whose id is signed, and gives it again so", () => {
    const headers = { ...signed, "idempotency-key": "msg_2" };
    const event = verified(headers, key);
    const stored = toStored(event, { headers, body });
    expect([stored.unsignedId, stored.headers["webhook-id"]]).toEqual([undefined, "msg_1"]);
    expect(parseStored(acme, stored)).toEqual(event);
  });

  it("tells mismatches apart in the same way", () => {
    const sent = '{"type":"ping","broken":1}';
    const mismatchOf = (headers: Record<string, string>, secret: string): unknown => {
      const result = acme.safeVerify({ headers, body: sent }, { secret, now: () => now });
      return toStored(result.ok ? result.event : result.error, { headers, body: sent });
    };
    expect(mismatchOf({ ...byToken, "webhook-id": "msg_2" }, token)).toMatchObject({
      unsignedId: undefined,
      dedupe: { kind: "digest", repeatable: true },
      headers: { "idempotency-key": "msg_1" },
    });
    expect(mismatchOf(acme.sign(sent, { secret: key, id: "msg_3", timestamp: now }), key)).toMatchObject({
      unsignedId: undefined,
      dedupe: { kind: "digest", repeatable: false },
      headers: { "webhook-id": "msg_3" },
    });
  });

  it("takes no identity from the header of one that a token's delivery claims, without further fields too", () => {
    const { extraFields: _, ...others } = definition;
    const plain = defineProvider<WebhookEvent>(others);
    const headers = { "x-acme-token": token, "webhook-id": "msg_2" };
    const event = plain.verify({ headers, body }, { secret: token });
    expect(event).toMatchObject({ id: undefined, dedupe: { kind: "digest" } });
    expect(parseStored(plain, toStored(event, { headers, body }))).toEqual(event);
  });
});
