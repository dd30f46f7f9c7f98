import * as z from "zod/mini";
import { expectTypeOf, test } from "vitest";
import {
  createProvider,
  flagChanges,
  verify,
  type ChangedPayload,
  type ConfigcatEvent,
  type FlagChange,
} from "../src/index.ts";
import type { changedSchema } from "../src/schemas.ts";

const options = { secret: "secret" };

test("narrows on type", () => {
  const event = verify({ headers: {}, body: "" }, options);
  if (event.type === "changed") expectTypeOf(event.payload).toEqualTypeOf<ChangedPayload>();
  else if (event.type === "notified") expectTypeOf(event.payload).toEqualTypeOf<undefined>();
  else expectTypeOf(event.payload).toEqualTypeOf<unknown>();
});

test("a provider for a body of one's own has the validator's type", () => {
  const own = createProvider({ validator: z.object({ text: z.string() }) });
  const event = own.verify({ headers: {}, body: "" }, options);
  expectTypeOf(event.provider).toEqualTypeOf<"configcat">();
  if (event.type === "changed") expectTypeOf(event.payload).toEqualTypeOf<{ text: string }>();
});

test("the schema's output is the payload", () => {
  expectTypeOf<z.output<typeof changedSchema>>().toEqualTypeOf<ChangedPayload>();
});

test("changes are those of every vendor", () => {
  const event = verify({ headers: {}, body: "" }, options);
  expectTypeOf(flagChanges(event)).toEqualTypeOf<readonly FlagChange[]>();
  flagChanges(event, { readDetails: true });
});

test("misuse does not compile", () => {
  // @ts-expect-error a parsed body
  verify({ headers: {}, body: { changes: [] } }, options);
  // @ts-expect-error a secret that may be undefined
  verify({ headers: {}, body: "" }, { secret: process.env["CONFIGCAT_WEBHOOK_SECRET"] });
  // @ts-expect-error headers that are no headers
  verify({ headers: 42, body: "" }, options);
  // @ts-expect-error a type that is not an event's
  const never = (event: ConfigcatEvent) => event.type === "added";
  void never;
  // @ts-expect-error no validator
  createProvider({});
});
