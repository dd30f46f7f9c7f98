import type * as z from "zod/mini";
import { expectTypeOf, test } from "vitest";
import { verify, type HypertuneEvent, type NewCommitPayload } from "../src/index.ts";
import type { newCommitSchema } from "../src/schemas.ts";

const options = { secret: "secret" };

test("narrows on type", () => {
  const event = verify({ headers: {}, body: "" }, options);
  if (event.type === "NEW_COMMIT") expectTypeOf(event.payload.commit.id).toEqualTypeOf<string>();
  else expectTypeOf(event.payload).toEqualTypeOf<unknown>();
});

test("the schema's output is the payload", () => {
  expectTypeOf<z.output<typeof newCommitSchema>>().toEqualTypeOf<NewCommitPayload>();
});

test("misuse does not compile", () => {
  // @ts-expect-error a parsed body
  verify({ headers: {}, body: { id: "a" } }, options);
  // @ts-expect-error a secret that may be undefined
  verify({ headers: {}, body: "" }, { secret: process.env["HYPERTUNE_WEBHOOK_SECRET"] });
  // @ts-expect-error headers that are no headers
  verify({ headers: 42, body: "" }, options);
  // @ts-expect-error a type that is not an event's
  const never = (event: HypertuneEvent) => event.type === "NEW_COMIT";
  void never;
});
