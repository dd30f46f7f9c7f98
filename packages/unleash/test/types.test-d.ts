import type * as z from "zod/mini";
import { expectTypeOf, test } from "vitest";
import {
  flagChanges,
  verify,
  type FlagChange,
  type UnleashEvent,
  type UnleashPayload,
} from "../src/index.ts";
import type { unleashSchema } from "../src/schemas.ts";

const options = { secret: "secret" };

test("narrows on type", () => {
  const event = verify({ headers: {}, body: "" }, options);
  if (event.type === "unknown") expectTypeOf(event.payload).toEqualTypeOf<unknown>();
  else expectTypeOf(event.payload.id).toEqualTypeOf<number>();
});

test("the schema's output is the payload", () => {
  expectTypeOf<z.output<typeof unleashSchema>>().toEqualTypeOf<UnleashPayload>();
});

test("changes are those of every vendor", () => {
  const event = verify({ headers: {}, body: "" }, options);
  expectTypeOf(flagChanges(event)).toEqualTypeOf<readonly FlagChange[]>();
});

test("misuse does not compile", () => {
  // @ts-expect-error a parsed body
  verify({ headers: {}, body: { id: 1 } }, options);
  // @ts-expect-error a secret that may be undefined
  verify({ headers: {}, body: "" }, { secret: process.env["UNLEASH_WEBHOOK_SECRET"] });
  // @ts-expect-error headers that are no headers
  verify({ headers: 42, body: "" }, options);
  // @ts-expect-error a type that is not an event's
  const never = (event: UnleashEvent) => event.type === "feature-deleted";
  void never;
});
