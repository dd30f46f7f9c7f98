import { defineProvider } from "@flaghook/core";
import { describe, expectTypeOf, it } from "vitest";
import * as z from "zod/mini";
import {
  createInbox,
  type HandlerContext,
  type Inbox,
  type InboxRow,
  type Acceptance,
} from "../../src/index.ts";
import { memoryStore } from "../../src/memory.ts";

const acme = defineProvider({
  id: "acme",
  scheme: { header: "x-signature", algorithm: "sha256", encoding: "hex" },
  eventName: { field: "type" },
  events: { paid: z.looseObject({ amount: z.number() }), refunded: z.looseObject({ reason: z.string() }) },
});

const inbox = createInbox({ store: memoryStore() });

describe("handle", () => {
  it("types the event by the provider", () => {
    inbox.handle(acme, (event, context) => {
      expectTypeOf(event.provider).toEqualTypeOf<"acme">();
      expectTypeOf(context).toEqualTypeOf<HandlerContext>();
      if (event.type === "paid") expectTypeOf(event.payload.amount).toBeNumber();
      if (event.type === "refunded") expectTypeOf(event.payload.reason).toBeString();
    });
  });

  it("refuses an event that the provider does not have", () => {
    inbox.handle(acme, (event) => {
      // @ts-expect-error -- acme knows no such event
      if (event.type === "shipped") return;
    });
  });
});

describe("the rest", () => {
  it("answers in closed words", () => {
    expectTypeOf<Inbox["accept"]>().returns.resolves.toEqualTypeOf<Acceptance>();
    expectTypeOf<Acceptance>().toEqualTypeOf<"accepted" | "duplicate" | "replay">();
    expectTypeOf<Inbox["list"]>().returns.resolves.toEqualTypeOf<readonly InboxRow[]>();
    // @ts-expect-error -- there is no fifth state
    void inbox.list({ state: "waiting" });
    // @ts-expect-error -- a body is not a verified event
    void inbox.accept({ body: "x" }, { headers: {}, body: "x" });
  });
});
