import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { createProvider } from "../src/index.ts";
import { vectors } from "./vectors.ts";

const [v1] = vectors.genuine as [(typeof vectors.genuine)[0]];
const now = (): Date => v1.now!;
const secret = `whsec_${btoa("k".repeat(24))}`;
const events = { "invoice.paid": z.looseObject({ data: z.looseObject({ total: z.number() }) }) };

describe("a provider with validators of one's own", () => {
  const shop = createProvider({ id: "shop", events });
  const body = '{"type":"invoice.paid","timestamp":"2026-01-01T00:00:00Z","data":{"total":5}}';

  test("types its events, and gives others as unknown", () => {
    const event = shop.verify({ headers: shop.sign(body, { secret, id: "msg_1" }), body }, { secret });
    expect(event).toMatchObject({
      provider: "shop",
      type: "invoice.paid",
      dedupeKey: "msg_1",
      payload: { data: { total: 5 } },
    });
    const other = '{"type":"invoice.sent"}';
    expect(shop.verify({ headers: shop.sign(other, { secret }), body: other }, { secret })).toMatchObject({
      type: "unknown",
      name: "invoice.sent",
    });
  });

  test("refuses a payload that breaks its schema", () => {
    const wrong = body.replace("5", '"5"');
    const result = shop.safeVerify({ headers: shop.sign(wrong, { secret }), body: wrong }, { secret });
    expect(result).toMatchObject({ ok: false, error: { code: "schema-mismatch", provider: "shop" } });
  });
});

test("svix reads Svix's headers, and no others", () => {
  const svix = createProvider({ id: "svix-sender", events: {}, headers: "svix" });
  const sent = Object.fromEntries(
    Object.entries(v1.headers).map(([name, value]) => [name.replace("webhook", "svix"), value]),
  );
  expect(svix.verify({ headers: sent, body: v1.body }, { secret: v1.secret, now }).id).toBe(sent["svix-id"]);
  const result = svix.safeVerify(v1, { secret: v1.secret, now });
  expect(!result.ok && result.error.code).toBe("missing-signature");
});

test("takes the name from where the sender has it", () => {
  const named = createProvider({ id: "named", events: {}, eventName: { field: "event" } });
  const body = '{"event":"thing.happened"}';
  expect(named.verify({ headers: named.sign(body, { secret }), body }, { secret }).name).toBe(
    "thing.happened",
  );
});

test.each<{ name: string; options: object }>([
  { name: "no id", options: { events } },
  { name: "an id in upper case", options: { id: "Shop", events } },
  { name: "no events", options: { id: "shop" } },
  { name: "another family of headers", options: { id: "shop", events, headers: "x" } },
  { name: "an unknown option", options: { id: "shop", events, tolerance: 300 } },
])("$name is a TypeError", ({ options }) => {
  expect(() => createProvider(options as never)).toThrow(TypeError);
});
