import { expect, test } from "vitest";
import { featureEventKey, goff, verify, type ExportEvent } from "../src/index.ts";
import { vectors } from "./vectors.ts";

const secret = "secret";
const [exporter, , captured] = vectors.genuine;
const feature = JSON.stringify(JSON.parse(exporter!.body).events[0]);
const tracking = JSON.stringify(JSON.parse(captured!.body).events[0]);

/** The element with this field set to objects in objects. As text: JSON.stringify on Node 20 overflows at such depths. */
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
