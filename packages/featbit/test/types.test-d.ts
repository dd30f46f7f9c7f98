import { expectTypeOf, test } from "vitest";
import {
  flagChanges,
  verify,
  type FeatbitEvent,
  type FeatureFlagPayload,
  type FlagChange,
  type SegmentPayload,
} from "../src/index.ts";

const options = { secret: "secret" };

test("narrows on type", () => {
  const event = verify({ headers: {}, body: "" }, options);
  expectTypeOf(event.events).toEqualTypeOf<readonly string[]>();
  if (event.type === "feature_flag") expectTypeOf(event.payload).toEqualTypeOf<FeatureFlagPayload>();
  else if (event.type === "segment") expectTypeOf(event.payload).toEqualTypeOf<SegmentPayload>();
  else expectTypeOf(event.payload).toEqualTypeOf<unknown>();
});

test("changes are those of every vendor", () => {
  const event = verify({ headers: {}, body: "" }, options);
  expectTypeOf(flagChanges(event)).toEqualTypeOf<readonly FlagChange[]>();
});

test("misuse does not compile", () => {
  // @ts-expect-error a parsed body
  verify({ headers: {}, body: { event: "feature_flag.toggled" } }, options);
  // @ts-expect-error a secret that may be undefined
  verify({ headers: {}, body: "" }, { secret: process.env["FEATBIT_WEBHOOK_SECRET"] });
  // @ts-expect-error headers that are no headers
  verify({ headers: 42, body: "" }, options);
  // @ts-expect-error a name of what happened is not the type
  const never = (event: FeatbitEvent) => event.type === "feature_flag.toggled";
  void never;
});
