import { runInNewContext } from "node:vm";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import * as zm from "zod/mini";
import { defineProvider } from "../../src/index.ts";
import { sign } from "../support/acme.ts";
import { refusalOf, verdictOf } from "../support/verdict.ts";

// The quickstart of a sender nobody has heard of: HMAC-SHA256 of the body as plain hex, in a header of its own.
const secret = "whk_private";

const shop = defineProvider({
  id: "shop",
  scheme: { header: "x-shop-signature", algorithm: "sha256", encoding: "hex" },
  eventName: { field: "event" },
  eventId: { field: "delivery_id", isIdentity: true },
  events: {
    "order.paid": z.looseObject({ order: z.looseObject({ id: z.string(), total: z.number() }) }),
    "order.refunded": zm.looseObject({
      order: zm.looseObject({ id: zm.string(), reason: zm.optional(zm.string()) }),
    }),
    "cart.left": v.looseObject({ cart: v.looseObject({ items: v.array(v.string()) }) }),
  },
});

const post = (payload: unknown): { headers: Record<string, string>; body: string } => {
  const body = JSON.stringify(payload);
  return { headers: { "X-Shop-Signature": sign(body, secret) }, body };
};

const paid = { event: "order.paid", delivery_id: "d_1", order: { id: "o_1", total: 12.5, extra: true } };

describe("a private provider of fifteen lines", () => {
  it("gives a typed event with a zod validator", () => {
    const event = shop.verify(post(paid), { secret });
    expect(event).toEqual({
      provider: "shop",
      type: "order.paid",
      name: "order.paid",
      id: "d_1",
      dedupeKey: "d_1",
      dedupe: { kind: "identity", repeatable: false },
      secretIndex: 0,
      payload: paid,
    });
    expect(event.type === "order.paid" && event.payload.order.total).toBe(12.5);
  });

  it("takes zod/mini and valibot beside it", () => {
    const refunded = shop.verify(post({ event: "order.refunded", order: { id: "o_1" } }), { secret });
    expect(refunded.type === "order.refunded" && refunded.payload.order.reason).toBeUndefined();
    const left = shop.verify(post({ event: "cart.left", cart: { items: ["a"] } }), { secret });
    expect(left.type === "cart.left" && left.payload.cart.items).toEqual(["a"]);
  });

  it("gives unknown events as they are", () => {
    const event = shop.verify(post({ event: "order.lost", delivery_id: "d_2", odd: [] }), { secret });
    expect(event).toMatchObject({ type: "unknown", name: "order.lost", id: "d_2", dedupeKey: "d_2" });
    expect(event.payload).toEqual({ event: "order.lost", delivery_id: "d_2", odd: [] });
  });

  it.each([
    {
      name: "zod",
      payload: { ...paid, order: { id: "o_1", total: "12.5" } },
      issues: [{ path: ["order", "total"], code: "invalid_type", expected: "number" }],
    },
    {
      name: "zod/mini",
      payload: { event: "order.refunded", order: {} },
      issues: [{ path: ["order", "id"], code: "invalid_type", expected: "string" }],
    },
    {
      name: "valibot",
      payload: { event: "cart.left", cart: { items: ["a", 5, "c", null] } },
      issues: [
        { path: ["cart", "items", 1], code: "string", expected: "string" },
        { path: ["cart", "items", 3], code: "string", expected: "string" },
      ],
    },
  ])("says where a payload breaks its schema: $name", ({ payload, issues }) => {
    const error = refusalOf(() => shop.verify(post(payload), { secret }));
    expect(error.code).toBe("schema-mismatch");
    expect(error.issues).toEqual(issues);
    expect(error.payload).toEqual(payload);
  });

  it("refuses a forgery before it looks at anything", () => {
    const forged = { headers: { "x-shop-signature": "0".repeat(64) }, body: "not even JSON" };
    expect(verdictOf(() => shop.verify(forged, { secret }))).toBe("signature-mismatch");
  });

  it("signs what it verifies", () => {
    const body = JSON.stringify(paid);
    const headers = shop.sign(body, { secret });
    expect(headers).toEqual({ "content-type": "application/json", "x-shop-signature": sign(body, secret) });
    expect(shop.verify({ headers, body }, { secret }).type).toBe("order.paid");
  });
});

const reject = async (): Promise<never> => Promise.reject(new Error("refused"));

describe("a validator", () => {
  const body = '{"type":"ping"}';
  const delivery = { headers: { "x-shop-signature": sign(body, secret) }, body };
  const withValidator = (validator: never): (() => unknown) => {
    const provider = defineProvider({
      id: "shop",
      scheme: { header: "x-shop-signature", algorithm: "sha256", encoding: "hex" },
      eventName: { field: "type" },
      events: { ping: validator },
    });
    return () => provider.verify(delivery, { secret });
  };

  it("that is asynchronous is a TypeError that names its event", () => {
    const asynchronous = z.looseObject({}).check(z.refine(async () => Promise.resolve(true)));
    expect(withValidator(asynchronous as never)).toThrow(TypeError);
    expect(withValidator(asynchronous as never)).toThrow("validator of ping is asynchronous");
    // A promise of another realm: instanceof Promise says no.
    const foreign = runInNewContext("Promise.resolve({ value: 1 })") as unknown;
    const thenable = { "~standard": { version: 1, vendor: "x", validate: () => foreign } };
    expect(withValidator(thenable as never)).toThrow(TypeError);
  });

  it("that is asynchronous and fails leaves no rejection that nobody handles", async () => {
    const unhandled: unknown[] = [];
    const listener = (error: unknown): number => unhandled.push(error);
    process.on("unhandledRejection", listener);
    const rejecting = v.customAsync(reject);
    expect(withValidator(rejecting as never)).toThrow(TypeError);
    expect(withValidator(reject as never)).toThrow(TypeError);
    await new Promise(setImmediate);
    process.off("unhandledRejection", listener);
    expect(unhandled).toEqual([]);
  });

  it("may be a function with a Standard Schema on it", () => {
    const standard = { version: 1, vendor: "x", validate: (value: unknown) => ({ value: { seen: value } }) };
    const schema = Object.assign(() => false, { "~standard": standard });
    expect(withValidator(schema as never)()).toMatchObject({ payload: { seen: { type: "ping" } } });
  });

  it("may transform the payload; the name and the id are still read from what was sent", () => {
    const provider = defineProvider({
      id: "shop",
      scheme: { header: "x-shop-signature", algorithm: "sha256", encoding: "hex" },
      eventName: { field: "type" },
      eventId: { field: "id" },
      events: { ping: z.object({ count: z.pipe(z.string(), z.transform(Number)) }) },
    });
    const sent = '{"type":"ping","id":"e_1","count":"3"}';
    const event = provider.verify(
      { headers: { "x-shop-signature": sign(sent, secret) }, body: sent },
      { secret },
    );
    expect(event).toMatchObject({ id: "e_1", payload: { count: 3 } });
  });

  it("never has its messages passed on, since they may quote the payload", () => {
    const schema = {
      "~standard": {
        version: 1,
        vendor: "x",
        validate: () => ({
          issues: [{ message: "ping is not allowed", received: "ping", path: [Symbol("s"), { key: 1 }] }],
        }),
      },
    };
    const error = refusalOf(withValidator(schema as never));
    expect(error.issues).toEqual([{ path: ["Symbol(s)", 1], code: "invalid", expected: "" }]);
  });

  it("may report any number of issues; 32 are kept", () => {
    const issues = Array.from({ length: 1000 }, () => ({ message: "" }));
    const schema = { "~standard": { version: 1, vendor: "x", validate: () => ({ issues }) } };
    expect(refusalOf(withValidator(schema as never)).issues).toHaveLength(32);
  });
});
