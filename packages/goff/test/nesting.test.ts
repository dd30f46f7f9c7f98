import { describe, expect, test } from "vitest";
import {
  featureEventKey,
  flagChanges,
  goff,
  verify,
  type ExportEvent,
  type NotifyEvent,
} from "../src/index.ts";
import { flagSchema, notifySchema } from "../src/schemas.ts";
import { vectors } from "./vectors.ts";

const secret = "secret";
const [exporter, , captured] = vectors.genuine;
const feature = JSON.stringify(JSON.parse(exporter!.body).events[0]);
const tracking = JSON.stringify(JSON.parse(captured!.body).events[0]);

/**
 * The element with this field set to objects in objects. As text: JSON.stringify on Node 20
 * overflows at such depths.
 */
function withNested(element: string, field: string, levels: number): string {
  const nested = '{"a":'.repeat(levels) + "1" + "}".repeat(levels);
  return `${element.slice(0, -1)},"${field}":${nested}}`;
}

function exportedText(...elements: string[]): ExportEvent {
  const body = `{"meta":{},"events":[${elements.join()}]}`;
  return verify({ headers: goff.sign(body, { secret }), body }, { secret }) as ExportEvent;
}

const fields = [
  { kind: "feature", element: feature, field: "value" },
  { kind: "feature", element: feature, field: "metadata" },
  { kind: "feature", element: feature, field: "a_field_to_come" },
  { kind: "tracking", element: tracking, field: "evaluationContext" },
  { kind: "tracking", element: tracking, field: "trackingEventDetails" },
];

test.each(fields)("keeps a $kind event whose $field makes it 100 levels deep", ({ element, field }) => {
  const event = exportedText(withNested(element, field, 99));
  expect(event.payload.events).toHaveLength(1);
  expect(event.otherEvents).toEqual([]);
});

test.each(fields)("sets aside a $kind event whose $field makes it 101 levels deep", ({ element, field }) => {
  const event = exportedText(element, withNested(element, field, 100));
  expect(event.payload.events).toEqual([JSON.parse(element)]);
  expect(event.otherEvents).toHaveLength(1);
});

test.each(fields)("sets aside a $kind event whose $field is arrays in arrays", ({ element, field }) => {
  const nested = withNested(element, field, 1).replace('{"a":1}', `{"a":${"[".repeat(99)}${"]".repeat(99)}}`);
  expect(exportedText(nested).otherEvents).toHaveLength(1);
});

test("a value 100 000 levels deep overflows nothing, and every event of its batch has a key", () => {
  const event = exportedText(feature, withNested(feature, "value", 100_000), tracking);
  expect(event.payload.events.map(featureEventKey)).toHaveLength(2);
  expect(event.otherEvents).toHaveLength(1);
});

const places = [
  { place: "added", flags: (flag: string) => `{"added":{"f":${flag}}}`, path: ["flags", "added", "f"] },
  { place: "deleted", flags: (flag: string) => `{"deleted":{"f":${flag}}}`, path: ["flags", "deleted", "f"] },
  {
    place: "updated",
    flags: (flag: string) => `{"updated":{"f":{"old_value":{},"new_value":${flag}}}}`,
    path: ["flags", "updated", "f", "new_value"],
  },
].flatMap((one) => ["variations", "metadata", "a_field_to_come"].map((field) => ({ ...one, field })));

const verdictOf = (body: string): unknown => {
  const result = goff.safeVerify({ headers: goff.sign(body, { secret }), body }, { secret });
  return result.ok ? result.event : result.error;
};

describe.each(places)("a flag among $place with nested $field", ({ flags, field, path }) => {
  const notification = (levels: number): string =>
    `{"meta":{},"flags":${flags(withNested('{"version":"1"}', field, levels))}}`;

  test.each([10, 99])("passes when %d levels make it at most 100 deep", (levels) => {
    const body = notification(levels);
    expect(flagChanges(verdictOf(body) as NotifyEvent)).toHaveLength(1);
    expect(notifySchema.safeParse(JSON.parse(body)).success).toBe(true);
  });

  test.each([100, 101, 100_000])("breaks the schema with %d levels", (levels) => {
    const body = notification(levels);
    expect(verdictOf(body)).toMatchObject({
      code: "schema-mismatch",
      issues: [{ path, code: "too_deep", expected: "at most 100 levels" }],
    });
    expect(notifySchema.safeParse(JSON.parse(body)).success).toBe(false);
  });
});

test.each([
  { levels: 99, passes: true },
  { levels: 100, passes: false },
  { levels: 100_000, passes: false },
])("the schema of a flag alone draws the same line: $levels levels", ({ levels, passes }) => {
  const flag: unknown = JSON.parse(withNested('{"version":"1"}', "variations", levels));
  expect(flagSchema.safeParse(flag).success).toBe(passes);
});
