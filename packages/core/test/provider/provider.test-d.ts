import type { IncomingHttpHeaders } from "node:http";
import * as v from "valibot";
import { describe, expectTypeOf, it } from "vitest";
import * as z from "zod";
import { object, string } from "../../src/check.ts";
import {
  defineProvider,
  WebhookError,
  type DeliveryInput,
  type Provider,
  type SafeVerifyResult,
  type SignatureScheme,
  type WebhookErrorCode,
  type WebhookEvent,
} from "../../src/index.ts";
import { defineSignature } from "../../src/signature.ts";

const scheme = { header: "x-shop-signature", algorithm: "sha256", encoding: "hex" } as const;

const shop = defineProvider({
  id: "shop",
  scheme,
  eventName: { field: "event" },
  events: {
    paid: z.looseObject({ total: z.number() }),
    left: v.looseObject({ items: v.array(v.string()) }),
    team: {
      validator: z.looseObject({ action: z.enum(["added", "removed"]) }),
      actions: ["added", "removed"],
    },
    plain: object({ id: string }),
  },
});
type ShopEvent = ReturnType<typeof shop.verify>;

const headers = {};
const secret = "secret";

describe("an event of a user's own provider", () => {
  it("is a union that narrows on type", () => {
    expectTypeOf<ShopEvent["type"]>().toEqualTypeOf<"paid" | "left" | "team" | "plain" | "unknown">();
    expectTypeOf<ShopEvent["provider"]>().toEqualTypeOf<"shop">();
    const event = {} as ShopEvent;
    if (event.type === "paid") {
      expectTypeOf(event.name).toEqualTypeOf<"paid">();
      expectTypeOf(event.payload.total).toEqualTypeOf<number>();
    }
    if (event.type === "left") expectTypeOf(event.payload.items).toEqualTypeOf<string[]>();
    if (event.type === "team") expectTypeOf(event.payload.action).toEqualTypeOf<"added" | "removed">();
    if (event.type === "plain") expectTypeOf(event.payload).toEqualTypeOf<unknown>();
    if (event.type === "unknown") {
      expectTypeOf(event.payload).toEqualTypeOf<unknown>();
      expectTypeOf(event.name).toEqualTypeOf<string>();
    }
  });

  it("has no event of another name", () => {
    const event = {} as ShopEvent;
    // @ts-expect-error no such event
    if (event.type === "refunded") return;
    // @ts-expect-error a payload is not known before the type is
    expectTypeOf(event.payload.total).toBeAny();
  });

  it("fits everywhere that any provider fits", () => {
    expectTypeOf(shop).toExtend<Provider>();
    expectTypeOf<ShopEvent>().toExtend<WebhookEvent>();
    expectTypeOf<ReturnType<typeof shop.safeVerify>>().toEqualTypeOf<SafeVerifyResult<ShopEvent>>();
  });

  it("may be a union that its author wrote", () => {
    interface Ping extends WebhookEvent {
      readonly provider: "acme";
      readonly type: "ping";
    }
    const acme = defineProvider<Ping>({ id: "acme", scheme, eventName: { field: "type" }, events: {} });
    expectTypeOf<ReturnType<typeof acme.verify>>().toEqualTypeOf<Ping>();
    expectTypeOf(acme.id).toEqualTypeOf<"acme">();
  });

  it("must be asked whether it was refused", () => {
    const result = {} as SafeVerifyResult<ShopEvent>;
    // @ts-expect-error the event is there only when ok says so
    expectTypeOf(result.event).toBeAny();
    if (!result.ok) expectTypeOf(result.error.code).toEqualTypeOf<WebhookErrorCode>();
  });
});

describe("misuse does not compile:", () => {
  it("a parsed body", () => {
    // @ts-expect-error a parsed object
    shop.verify({ headers, body: { event: "paid" } }, { secret });
    // @ts-expect-error what JSON.parse made
    shop.verify({ headers, body: JSON.parse("{}") as object }, { secret });
    // @ts-expect-error what request.json() promises
    shop.verify({ headers, body: Promise.resolve("{}") }, { secret });
    // @ts-expect-error a stream
    shop.verify({ headers, body: new ReadableStream() }, { secret });
    // @ts-expect-error nothing
    shop.verify({ headers, body: undefined }, { secret });
  });

  it("an undefined secret", () => {
    const fromEnvironment = process.env["SECRET"];
    // @ts-expect-error may be undefined
    shop.verify({ headers, body: "" }, { secret: fromEnvironment });
    // @ts-expect-error may hold undefined
    shop.verify({ headers, body: "" }, { secret: [secret, fromEnvironment] });
    // @ts-expect-error no secret
    shop.verify({ headers, body: "" }, {});
    // @ts-expect-error no options
    shop.verify({ headers, body: "" });
    // @ts-expect-error a number
    shop.verify({ headers, body: "" }, { secret: 42 });
  });

  it("headers of another form", () => {
    // @ts-expect-error a number
    shop.verify({ headers: 42, body: "" }, { secret });
    // @ts-expect-error Node's flat rawHeaders
    shop.verify({ headers: ["Host", "localhost"], body: "" }, { secret });
    // @ts-expect-error no headers
    shop.verify({ body: "" }, { secret });
    // @ts-expect-error numbers for values
    shop.verify({ headers: { "x-shop-signature": 1 }, body: "" }, { secret });
  });

  it("an unknown option", () => {
    // @ts-expect-error no such option
    shop.verify({ headers, body: "" }, { secret, tolerance: 300 });
    // @ts-expect-error a limit in text
    shop.verify({ headers, body: "" }, { secret, maxBodyBytes: "1mb" });
    // @ts-expect-error no such option
    shop.sign("", { secret, event: "paid" });
  });

  it("taking verifySignature for a boolean", () => {
    const verifySignature = defineSignature("shop", scheme);
    expectTypeOf(verifySignature).returns.toEqualTypeOf<void>();
    // @ts-expect-error void is no boolean
    if (verifySignature({ headers, body: "" }, { secret })) return;
  });

  it("a definition that lacks a part or has one too many", () => {
    // @ts-expect-error no scheme
    defineProvider({ id: "shop", eventName: { field: "event" }, events: {} });
    // @ts-expect-error no eventName
    defineProvider({ id: "shop", scheme, events: {} });
    // @ts-expect-error no such source
    defineProvider({ id: "shop", scheme, eventName: { query: "event" }, events: {} });
    // @ts-expect-error another algorithm
    const md5: SignatureScheme = { ...scheme, algorithm: "md5" };
    expectTypeOf(md5).toExtend<SignatureScheme>();
  });
});

it("every usual form of headers compiles", () => {
  const forms: DeliveryInput["headers"][] = [
    new Headers(),
    {} as IncomingHttpHeaders,
    {} as Record<string, string>,
    {} as Record<string, string | undefined>,
    {} as NodeJS.Dict<string[]>,
    [["name", "value"]],
    new Map([["name", "value"]]),
    new Headers().entries(),
    { get: (name: string) => (name === "" ? null : name) },
  ];
  expectTypeOf(forms).toExtend<readonly DeliveryInput["headers"][]>();
});

it("every raw form of a body compiles", () => {
  const forms: DeliveryInput["body"][] = ["", new Uint8Array(), Buffer.alloc(0), new ArrayBuffer(0)];
  expectTypeOf(forms).toExtend<readonly DeliveryInput["body"][]>();
});

it("WebhookError.is narrows", () => {
  const error = {} as unknown;
  if (WebhookError.is(error)) expectTypeOf(error).toEqualTypeOf<WebhookError>();
});
