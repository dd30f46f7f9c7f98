import type * as z from "zod/mini";
import { expectTypeOf, test } from "vitest";
import {
  featureOf,
  flagChanges,
  growthbookSdk,
  verify,
  type Feature,
  type FeatureRevisionPayload,
  type FeatureUpdatedPayload,
  type FlagChange,
  type GrowthbookEvent,
  type NoticePayload,
  type PayloadChangedPayload,
  type ThingPayload,
} from "../src/index.ts";
import type { featureUpdatedSchema, payloadChangedSchema } from "../src/schemas.ts";

const options = { secret: "secret" };

test("narrows on type", () => {
  const event = verify({ headers: {}, body: "" }, options);
  if (event.type === "feature.updated") {
    expectTypeOf(event.payload).toEqualTypeOf<FeatureUpdatedPayload>();
    expectTypeOf(featureOf(event.payload)).toEqualTypeOf<Feature>();
    if ("current" in event.payload.data) {
      expectTypeOf(event.payload.data.previous).toEqualTypeOf<Feature>();
    }
  } else if (event.type === "feature.revision.approved") {
    expectTypeOf(event.payload).toEqualTypeOf<FeatureRevisionPayload>();
  } else if (event.type === "savedGroup.updated") {
    expectTypeOf(event.payload).toEqualTypeOf<ThingPayload>();
  } else if (event.type === "feature.rampSchedule.actions.step.advanced") {
    expectTypeOf(event.payload).toEqualTypeOf<NoticePayload>();
  } else if (event.type === "unknown") {
    expectTypeOf(event.payload).toEqualTypeOf<unknown>();
  }
});

test("an SDK webhook may have no payload", () => {
  const event = growthbookSdk.verify({ headers: {}, body: "" }, options);
  expectTypeOf(event.sdkKey).toEqualTypeOf<string | undefined>();
  if (event.type === "payload.changed") {
    expectTypeOf(event.payload).toEqualTypeOf<PayloadChangedPayload | undefined>();
  }
});

test("the schemas' outputs are the payloads", () => {
  expectTypeOf<z.output<typeof featureUpdatedSchema>>().toEqualTypeOf<FeatureUpdatedPayload>();
  expectTypeOf<z.output<typeof payloadChangedSchema>>().toEqualTypeOf<PayloadChangedPayload>();
});

test("changes are those of every vendor, of either webhook", () => {
  const event = verify({ headers: {}, body: "" }, options);
  expectTypeOf(flagChanges(event)).toEqualTypeOf<readonly FlagChange[]>();
  flagChanges(growthbookSdk.verify({ headers: {}, body: "" }, options));
});

test("misuse does not compile", () => {
  // @ts-expect-error a parsed body
  verify({ headers: {}, body: { event: "feature.created" } }, options);
  // @ts-expect-error a secret that may be undefined
  verify({ headers: {}, body: "" }, { secret: process.env["GROWTHBOOK_WEBHOOK_SECRET"] });
  // @ts-expect-error headers that are no headers
  verify({ headers: 42, body: "" }, options);
  // @ts-expect-error a type that is not an event's
  const never = (event: GrowthbookEvent) => event.type === "feature.archived";
  void never;
});
