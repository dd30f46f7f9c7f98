import { expect, test } from "vitest";
import { collectEvidence, type Sample } from "../../src/read/evidence.ts";
import type { Presence } from "../../src/read/presence.ts";
import { loosen } from "../../src/rules/leniency.ts";
import type { Description, FieldNode } from "../../src/model/description.ts";
import type { ShapeField } from "../../src/model/shapes.ts";

const NONE: Presence = { since2018: {}, older: {} };

const number = (required?: number): FieldNode => ({
  is: ["number"],
  ...(required !== undefined && { required }),
});
const text = (required?: number): FieldNode => ({
  is: ["string"],
  ...(required !== undefined && { required }),
});

function description(
  widget: Record<string, FieldNode>,
  payload: Record<string, FieldNode> = {},
): Description {
  return {
    sources: [],
    components: { Widget: widget },
    events: {
      widget: {
        anchor: "widget",
        actions: { sold: { widget: { component: "Widget", required: 1 }, ...payload } },
      },
    },
  };
}

function widgetField(
  name: string,
  field: FieldNode,
  widgets: readonly object[],
  others: Record<string, FieldNode> = {},
): ShapeField {
  const given = description({ [name]: field, ...others });
  return loosen(given, collectEvidence(given, samplesOf(widgets), NONE)).components["Widget"]!.fields[name]!;
}

function samplesOf(widgets: readonly object[]): readonly Sample[] {
  return widgets.map((widget) => ({ event: "widget", payload: { action: "sold", widget } }));
}

const times = <Value>(count: number, value: Value): Value[] => Array.from({ length: count }, () => value);

test("an id is demanded on the word of the description", () => {
  expect(widgetField("id", number(1), []).optional).toBe(false);
});

test("an id that half of the variants do not require is not demanded", () => {
  expect(widgetField("id", number(0.4), []).optional).toBe(true);
});

test("one sample without it is enough not to demand a field", () => {
  expect(widgetField("id", number(1), [...times(50, { id: 1 }), {}]).optional).toBe(true);
});

test("another name takes three samples beside an id, and none where there is no id", () => {
  const id = { id: number(1) };
  expect(widgetField("slug", text(1), times(2, { id: 1, slug: "a" }), id).optional).toBe(true);
  expect(widgetField("slug", text(1), times(3, { id: 1, slug: "a" }), id).optional).toBe(false);
  expect(widgetField("slug", text(1), []).optional).toBe(false);
});

test("a name that only most variants require takes ten samples", () => {
  const id = { id: number(1) };
  expect(widgetField("slug", text(0.8), times(9, { id: 1, slug: "a" }), id).optional).toBe(true);
  expect(widgetField("slug", text(0.8), times(10, { id: 1, slug: "a" }), id).optional).toBe(false);
});

test("a field that nearly every handler reads is demanded once three samples have it", () => {
  expect(widgetField("title", text(1), times(3, { id: 1, title: "a" }), { id: number(1) }).optional).toBe(
    false,
  );
  expect(widgetField("title", text(1), times(2, { id: 1, title: "a" }), { id: number(1) }).optional).toBe(
    true,
  );
});

test("where no description has a list of required fields, only what names the object is demanded", () => {
  expect(widgetField("id", number(), times(9, { id: 1 })).optional).toBe(false);
  const id = { id: number() };
  expect(widgetField("slug", text(), times(9, { id: 1, slug: "a" }), id).optional).toBe(true);
  expect(widgetField("slug", text(), []).optional).toBe(false); // there is no id
});

test("a field that tells nothing is never demanded, however well documented and seen", () => {
  expect(widgetField("colour", text(1), times(99, { colour: "red" })).optional).toBe(true);
});

test("a field that may be null, or that older servers do not send, is not demanded", () => {
  expect(widgetField("id", { ...number(1), nullable: true }, []).optional).toBe(true);
  expect(widgetField("id", { ...number(1), late: true }, []).optional).toBe(true);
});

test("a type that was seen is admitted beside the documented one", () => {
  expect(widgetField("size", number(), [{ size: "large" }]).is).toEqual(["number", "string"]);
  expect(widgetField("size", number(), [{ size: { of: 1 } }]).is).toEqual(["any"]);
  expect(widgetField("size", number(), [{ size: null }]).nullable).toBe(true);
});

test("where times of an App or of an installation were numbers, all of theirs may be", () => {
  const stamped = { made_at: text(1), changed_at: text(1) };
  const given: Description = {
    sources: [],
    components: { App: stamped, Installation: stamped, Widget: stamped },
    events: {
      widget: {
        anchor: "widget",
        actions: {
          sold: {
            app: { component: "App", required: 1 },
            installation: { component: "Installation", required: 1 },
            widget: { component: "Widget", required: 1 },
          },
        },
      },
    },
  };
  const texts = { made_at: "2018", changed_at: "2018" };
  const payload = { action: "sold", app: texts, installation: { ...texts, changed_at: 1 }, widget: texts };
  const samples = times(12, { event: "widget", payload });
  const { components } = loosen(given, collectEvidence(given, samples, NONE));
  const typesOf = (component: string): unknown => components[component]!.fields["made_at"]!.is;
  expect(["App", "Installation", "Widget"].map(typesOf)).toEqual([
    ["number", "string"],
    ["number", "string"],
    ["string"],
  ]);
});

test("a time is text or a number until ten samples showed it as text alone", () => {
  expect(widgetField("made_at", text(), times(9, { made_at: "2026" })).is).toEqual(["number", "string"]);
  expect(widgetField("made_at", text(), times(10, { made_at: "2026" })).is).toEqual(["string"]);
  expect(widgetField("made_at", text(), [...times(99, { made_at: "2026" }), { made_at: 1 }]).is).toEqual([
    "number",
    "string",
  ]);
});

function payloadField(name: string, field: FieldNode): boolean {
  const given = description({ id: number(1) }, { [name]: field });
  return loosen(given, collectEvidence(given, [], NONE)).events["widget"]!.fields[name]!.optional;
}

test("at the top of a payload an object is demanded that every description requires", () => {
  expect(payloadField("box", { component: "Widget", required: 1 })).toBe(false);
  expect(payloadField("box", { component: "Widget", required: 0.9 })).toBe(true);
  expect(payloadField("box", { component: "Widget", nullable: true, required: 1 })).toBe(true);
});

test("where it happened is not demanded, nor what changed", () => {
  expect(payloadField("installation", { component: "InstallationSummary", required: 1 })).toBe(true);
  expect(payloadField("changes", { fields: {}, required: 1 })).toBe(true);
});

test("who did it and where is demanded only where nothing else tells the event", () => {
  const [sender, repository] = [
    { component: "User", required: 1 },
    { component: "Repository", required: 1 },
  ];
  expect(demanded({ widget: { fields: {}, required: 1 }, repository, sender })).toEqual(["widget"]);
  expect(demanded({ repository, sender })).toEqual(["repository"]);
  expect(demanded({ sender })).toEqual(["sender"]);
});

test("what tells a component's subject is demanded only where the event is about it", () => {
  const given = description({ id: number(1) }, { boxes: { array: { component: "Widget" }, required: 1 } });
  const { fields } = loosen(given, new Map()).events["widget"]!;
  expect([fields["widget"]!.loose, fields["boxes"]!.array!.loose]).toEqual([undefined, true]);
});

test("what stood in a changed field, and what others write, has any type", () => {
  const given = description(
    { payload: text(1) },
    { changes: { fields: { title: { fields: { from: text(1) } } }, required: 1 } },
  );
  const { components, events } = loosen(given, new Map());
  expect(components["Widget"]!.fields["payload"]!.is).toEqual(["any"]);
  expect(events["widget"]!.fields["changes"]!.fields!["title"]!.fields!["from"]!.is).toEqual(["any"]);
});

test("no identity is demanded inside an object that is not demanded itself", () => {
  expect([inside(1), inside(0)]).toEqual([false, true]);
});

function inside(required: number): boolean {
  const given = description({ id: number(1) }, { box: { fields: { id: number(1) }, required } });
  return loosen(given, collectEvidence(given, [], NONE)).events["widget"]!.fields["box"]!.fields!["id"]!
    .optional;
}

/** Names of what a payload of these fields must have. */
function demanded(fields: Record<string, FieldNode>): readonly string[] {
  const events = { widget: { anchor: "", actions: { sold: fields } } };
  const payload = loosen({ sources: [], components: {}, events }, new Map()).events["widget"]!.fields;
  return Object.keys(payload).filter((name) => !payload[name]!.optional);
}
