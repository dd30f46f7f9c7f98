import type * as z from "zod/mini";
import { expectTypeOf, test } from "vitest";
import { createProvider, verify, type MessagePayload, type StandardWebhooksEvent } from "../src/index.ts";
import type { messageSchema } from "../src/schemas.ts";

const options = { secret: "whsec_" };

test("an event is unknown, and its payload too", () => {
  const event = verify({ headers: {}, body: "" }, options);
  expectTypeOf(event.type).toEqualTypeOf<"unknown">();
  expectTypeOf(event.payload).toEqualTypeOf<unknown>();
});

test("a provider of one's own narrows on type", () => {
  const shop = createProvider({ id: "shop", events: { ping: () => true } });
  const event = shop.verify({ headers: {}, body: "" }, options);
  expectTypeOf(event.provider).toEqualTypeOf<"shop">();
  expectTypeOf(event.type).toEqualTypeOf<"ping" | "unknown">();
});

test("the schema's output is the payload", () => {
  expectTypeOf<z.output<typeof messageSchema>>().toEqualTypeOf<MessagePayload>();
});

test("misuse does not compile", () => {
  // @ts-expect-error a parsed body
  verify({ headers: {}, body: { id: "a" } }, options);
  // @ts-expect-error a secret that may be undefined
  verify({ headers: {}, body: "" }, { secret: process.env["WEBHOOK_SECRET"] });
  // @ts-expect-error another family of headers
  createProvider({ id: "shop", events: {}, headers: "hooks" });
  // @ts-expect-error a type that is not an event's
  const never = (event: StandardWebhooksEvent) => event.type === "invoice.paid";
  void never;
});
