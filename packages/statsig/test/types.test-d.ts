import type * as z from "zod/mini";
import { expectTypeOf, test } from "vitest";
import {
  flagChanges,
  statsigPrecommit,
  verify,
  type BatchPayload,
  type FlagChange,
  type ReviewPayload,
  type StatsigEvent,
} from "../src/index.ts";
import type { batchSchema, reviewSchema } from "../src/schemas.ts";

const options = { secret: "secret" };

test("narrows on type", () => {
  const event = verify({ headers: {}, body: "" }, options);
  if (event.type === "batch") expectTypeOf(event.payload).toEqualTypeOf<BatchPayload>();
  else expectTypeOf(event.payload).toEqualTypeOf<unknown>();
  const review = statsigPrecommit.verify({ headers: {}, body: "" }, options);
  if (review.type === "review") expectTypeOf(review.payload.review_id).toEqualTypeOf<string>();
});

test("the schemas' outputs are the payloads", () => {
  expectTypeOf<z.output<typeof batchSchema>>().toEqualTypeOf<BatchPayload>();
  expectTypeOf<z.output<typeof reviewSchema>>().toEqualTypeOf<ReviewPayload>();
});

test("changes are those of every vendor, of either webhook", () => {
  const event = verify({ headers: {}, body: "" }, options);
  expectTypeOf(flagChanges(event)).toEqualTypeOf<readonly FlagChange[]>();
  flagChanges(statsigPrecommit.verify({ headers: {}, body: "" }, options));
});

test("misuse does not compile", () => {
  // @ts-expect-error a parsed body
  verify({ headers: {}, body: { data: [] } }, options);
  // @ts-expect-error a secret that may be undefined
  verify({ headers: {}, body: "" }, { secret: process.env["STATSIG_WEBHOOK_SECRET"] });
  // @ts-expect-error headers that are no headers
  verify({ headers: 42, body: "" }, options);
  // @ts-expect-error a type that is not an event's
  const never = (event: StatsigEvent) => event.type === "config_change";
  void never;
});
