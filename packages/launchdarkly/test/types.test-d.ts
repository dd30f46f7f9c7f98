import type * as z from "zod/mini";
import { expectTypeOf, test } from "vitest";
import {
  flagChanges,
  verify,
  type EntryPayload,
  type FlagChange,
  type FlagEntryPayload,
  type LaunchdarklyEvent,
} from "../src/index.ts";
import type { entrySchema, flagEntrySchema } from "../src/schemas.ts";

const options = { secret: "secret" };

test("narrows on type", () => {
  const event = verify({ headers: {}, body: "" }, options);
  if (event.type === "flag") {
    expectTypeOf(event.payload.currentVersion?.archived).toEqualTypeOf<boolean | null | undefined>();
  } else if (event.type === "unknown") expectTypeOf(event.payload).toEqualTypeOf<unknown>();
  else expectTypeOf(event.payload.currentVersion).toEqualTypeOf<unknown>();
});

test("the schemas' outputs are the payloads", () => {
  expectTypeOf<z.output<typeof flagEntrySchema>>().toEqualTypeOf<FlagEntryPayload>();
  expectTypeOf<z.output<typeof entrySchema>>().toEqualTypeOf<EntryPayload>();
});

test("changes are those of every vendor", () => {
  const event = verify({ headers: {}, body: "" }, options);
  expectTypeOf(flagChanges(event)).toEqualTypeOf<readonly FlagChange[]>();
});

test("misuse does not compile", () => {
  // @ts-expect-error a parsed body
  verify({ headers: {}, body: { _id: "a" } }, options);
  // @ts-expect-error a secret that may be undefined
  verify({ headers: {}, body: "" }, { secret: process.env["LAUNCHDARKLY_WEBHOOK_SECRET"] });
  // @ts-expect-error headers that are no headers
  verify({ headers: 42, body: "" }, options);
  // @ts-expect-error a type that is not an event's
  const never = (event: LaunchdarklyEvent) => event.type === "flags";
  void never;
});
