import { expect, test } from "vitest";
import { featureEventKey, type FeatureEvent, type TrackingEvent } from "../src/index.ts";
import { exported } from "./exported.ts";
import { vectors } from "./vectors.ts";

const [exporter, , captured] = vectors.genuine;
const feature = JSON.parse(exporter!.body).events[0] as FeatureEvent;
const tracking = JSON.parse(captured!.body).events[0] as TrackingEvent;

function keyOf(element: unknown): string {
  return featureEventKey(exported(element).payload.events[0]!);
}

test("a repeated event has the same key inside a larger batch", () => {
  const batch = exported(tracking, { ...feature, userKey: "another" }, feature);
  expect(featureEventKey(batch.payload.events[2]!)).toBe(keyOf(feature));
  expect(featureEventKey(batch.payload.events[0]!)).toBe(keyOf(tracking));
});

test("the keys of a feature and of a tracking event are their fields", () => {
  expect(keyOf(feature)).toBe(
    '["feature","anonymousUser","ABCD",1617970547,"random-key","Default","YO",false,"","SERVER",null]',
  );
  expect(keyOf(tracking)).toBe(
    '["tracking","user","user-1",1795242982,"checkout",{"email":"a<b>@x.io","gofeatureflag":{"exporterMetadata":{"n":1,"provider":"demo"}},"targetingKey":"user-1"},{"currency":"USD","value":99.77}]',
  );
});

test.each([
  { contextKind: "user" },
  { contextKind: undefined },
  { userKey: "EFGH" },
  { creationDate: 1617970548 },
  { key: "another-key" },
  { variation: "SdkDefault" },
  { value: { nested: ["YO"] } },
  { default: true },
  { version: "127" },
  { source: "PROVIDER_CACHE" },
  { metadata: { team: "checkout" } },
])("a feature event with %o has another key", (change) => {
  expect(keyOf({ ...feature, ...change })).not.toBe(keyOf(feature));
});

test.each([
  { contextKind: "anonymousUser" },
  { userKey: "user-2" },
  { creationDate: 1795242983 },
  { key: "refund" },
  { evaluationContext: { targetingKey: "user-1" } },
  { evaluationContext: null },
  { trackingEventDetails: { currency: "EUR", value: 99.77 } },
  { trackingEventDetails: null },
])("a tracking event with %o has another key", (change) => {
  expect(keyOf({ ...tracking, ...change })).not.toBe(keyOf(tracking));
});
