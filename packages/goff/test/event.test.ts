import { expect, test } from "vitest";
import { goff, verify, type ExportEvent } from "../src/index.ts";
import { exported } from "./exported.ts";
import { fullFlag } from "./full-flag.ts";
import { vectors } from "./vectors.ts";

const secret = "secret";
const [exporter, notifier, tracking] = vectors.genuine;
const feature = JSON.parse(exporter!.body).events[0] as Record<string, unknown>;

function verified(payload: unknown) {
  const body = typeof payload === "string" ? payload : JSON.stringify(payload);
  return verify({ headers: goff.sign(body, { secret }), body }, { secret });
}

test("gives the exporter's own batch as a typed event, field for field", () => {
  const { secret: published, headers, body } = exporter!;
  expect(verify({ headers, body }, { secret: published })).toEqual({
    provider: "goff",
    type: "export",
    name: "export",
    id: undefined,
    dedupeKey: "sha256:8af34b1e9708f62fc1ec521ea2c50ebb7fffb543b441fabbe41a3ad65d0a3768",
    dedupe: { kind: "digest", repeatable: false },
    secretIndex: 0,
    payload: JSON.parse(body) as unknown,
    otherEvents: [],
  });
});

test("a notification is repeatable within a minute: the same change can be made twice", () => {
  const { secret: published, headers, body } = notifier!;
  expect(verify({ headers, body }, { secret: published })).toMatchObject({
    type: "notify",
    dedupe: { kind: "digest", repeatable: true, windowSeconds: 60 },
  });
});

test("keeps a tracking event whose objects are null", () => {
  const [event] = JSON.parse(tracking!.body).events as Record<string, unknown>[];
  const batch = exported({ ...event, evaluationContext: null, trackingEventDetails: null });
  expect(batch.payload.events).toHaveLength(1);
  expect(batch.otherEvents).toEqual([]);
});

test.each([null, { nested: [1] }, [1, 2], "text", 3.5, false])(
  "keeps a feature event with the value %j",
  (value) => {
    expect(exported({ ...feature, value }).payload.events).toEqual([{ ...feature, value }]);
  },
);

test.each([
  { name: "another kind", element: { ...feature, kind: "" } },
  { name: "a kind of a prototype's member", element: { ...feature, kind: "constructor" } },
  { name: "a date in text", element: { ...feature, creationDate: "2026-01-01" } },
  { name: "no value", element: { ...feature, value: undefined } },
  { name: "no version", element: { ...feature, version: undefined } },
  { name: "metadata that is an array", element: { ...feature, metadata: [] } },
  { name: "null", element: null },
  { name: "an array", element: [feature] },
  { name: "a number", element: 5 },
])("sets aside an element with $name, and keeps the rest of its batch", ({ element }) => {
  const event = exported(feature, element, feature);
  expect(event.payload.events).toEqual([feature, feature]);
  expect(event.otherEvents).toEqual([JSON.parse(JSON.stringify(element))]);
});

test("an empty and a null batch are batches without events", () => {
  expect(exported().payload.events).toEqual([]);
  expect((verified({ meta: {}, events: null }) as ExportEvent).payload.events).toEqual([]);
});

test("a number over 2^53 verifies, since the bytes are what is signed", () => {
  const batch = verified(
    `{"meta":{},"events":[${JSON.stringify(feature).replace('"YO"', "9007199254740993123")}]}`,
  ) as ExportEvent;
  expect(batch.payload.events[0]).toMatchObject({ value: 9007199254740993000 });
});

test("accepts every field of a flag, and the flag format of before v1.0", () => {
  const old = { rule: 'key eq "random-key"', percentage: 100, true: true, false: false, default: false };
  const event = verified({ meta: {}, flags: { added: { full: fullFlag, old }, deleted: {}, updated: {} } });
  expect(event).toMatchObject({ type: "notify", payload: { flags: { added: { full: fullFlag, old } } } });
});
