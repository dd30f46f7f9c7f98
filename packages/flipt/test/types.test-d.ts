import { expectTypeOf, test } from "vitest";
import {
  flagChanges,
  namespaceAsEnvironment,
  verify,
  type FlagChange,
  type FlagPayload,
  type FliptEvent,
} from "../src/index.ts";

const options = { secret: "secret" };

test("narrows on type", () => {
  const event = verify({ headers: {}, body: "" }, options);
  if (event.type === "flag") {
    expectTypeOf(event.payload).toEqualTypeOf<FlagPayload>();
    expectTypeOf(event.payload.payload?.enabled).toEqualTypeOf<boolean | null | undefined>();
    expectTypeOf(event.payload.action).toEqualTypeOf<"created" | "updated" | "deleted">();
  }
  if (event.type === "unknown") expectTypeOf(event.payload).toEqualTypeOf<unknown>();
});

test("changes are those of every vendor", () => {
  const event = verify({ headers: {}, body: "" }, options);
  expectTypeOf(flagChanges(event)).toEqualTypeOf<readonly FlagChange[]>();
  expectTypeOf(flagChanges(event).map(namespaceAsEnvironment)).toEqualTypeOf<FlagChange[]>();
});

test("misuse does not compile", () => {
  // @ts-expect-error a parsed body
  verify({ headers: {}, body: { type: "flag" } }, options);
  // @ts-expect-error a secret that may be undefined
  verify({ headers: {}, body: "" }, { secret: process.env["FLIPT_WEBHOOK_SECRET"] });
  // @ts-expect-error headers that are no headers
  verify({ headers: 42, body: "" }, options);
  // @ts-expect-error a type that is not an event's
  const never = (event: FliptEvent) => event.type === "flags";
  void never;
});
