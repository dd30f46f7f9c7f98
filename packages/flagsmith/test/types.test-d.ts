import type * as z from "zod/mini";
import { expectTypeOf, test } from "vitest";
import {
  flagChanges,
  verify,
  type FlagChange,
  type FlagDeletedPayload,
  type FlagsmithEvent,
  type FlagState,
  type FlagUpdatedPayload,
} from "../src/index.ts";
import type { flagDeletedSchema, flagUpdatedSchema } from "../src/schemas.ts";

const options = { secret: "secret" };

test("narrows on type", () => {
  const event = verify({ headers: {}, body: "" }, options);
  if (event.type === "FLAG_UPDATED") expectTypeOf(event.payload.data.new_state).toEqualTypeOf<FlagState>();
  else if (event.type === "FLAG_DELETED") {
    expectTypeOf(event.payload.data.previous_state).toEqualTypeOf<FlagState>();
  } else if (event.type === "NEW_VERSION_PUBLISHED") {
    expectTypeOf(event.payload.data.uuid).toEqualTypeOf<string>();
  } else if (event.type === "AUDIT_LOG_CREATED") {
    expectTypeOf(event.payload.data.log).toEqualTypeOf<string>();
  } else if (event.type === "identity") {
    expectTypeOf(event.payload.identity).toEqualTypeOf<string>();
  } else {
    expectTypeOf(event.payload).toEqualTypeOf<unknown>();
  }
});

test("the schemas' outputs are the payloads", () => {
  expectTypeOf<z.output<typeof flagUpdatedSchema>>().toEqualTypeOf<FlagUpdatedPayload>();
  expectTypeOf<z.output<typeof flagDeletedSchema>>().toEqualTypeOf<FlagDeletedPayload>();
});

test("changes are those of every vendor", () => {
  const event = verify({ headers: {}, body: "" }, options);
  expectTypeOf(flagChanges(event)).toEqualTypeOf<readonly FlagChange[]>();
});

test("misuse does not compile", () => {
  // @ts-expect-error a parsed body
  verify({ headers: {}, body: { event_type: "FLAG_UPDATED" } }, options);
  // @ts-expect-error a secret that may be undefined
  verify({ headers: {}, body: "" }, { secret: process.env["FLAGSMITH_WEBHOOK_SECRET"] });
  // @ts-expect-error headers that are no headers
  verify({ headers: 42, body: "" }, options);
  // @ts-expect-error a type that is not an event's
  const never = (event: FlagsmithEvent) => event.type === "FLAG_CREATED";
  void never;
});
