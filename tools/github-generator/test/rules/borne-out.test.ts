import { expect, test } from "vitest";
import type { Description, FieldNode } from "../../src/model/description.ts";
import { collectEvidence, type Sample } from "../../src/read/evidence.ts";
import type { ObjectPresence, Presence } from "../../src/read/presence.ts";
import { loosen } from "../../src/rules/leniency.ts";
import type { ShapeField } from "../../src/model/shapes.ts";

const text: FieldNode = { is: ["string"], required: 1 };

interface Given {
  readonly name?: string;
  readonly field?: FieldNode;
  readonly seen?: Partial<ObjectPresence>;
  readonly older?: Partial<ObjectPresence>;
  readonly samples?: readonly object[];
}

/** A field of a component that events only mention, after so many objects of so many projects. */
function fieldOf({ name = "colour", field = text, seen: more = {}, older, samples = [] }: Given): ShapeField {
  const description: Description = {
    sources: [],
    components: { Box: { [name]: field } },
    events: {
      widget: { anchor: "", actions: { sold: { boxes: { array: { component: "Box" }, required: 1 } } } },
    },
  };
  const presence: Presence = {
    since2018: table({ n: 20, sources: 3, keys: { [name]: "string" }, ...more }),
    older: older === undefined ? {} : table({ n: 1, sources: 1, keys: {}, ...older }),
  };
  const all: readonly Sample[] = samples.map((box) => ({
    event: "widget",
    payload: { action: "sold", boxes: [box] },
  }));
  return loosen(description, collectEvidence(description, all, presence)).components["Box"]!.fields[name]!;
}

function table(object: ObjectPresence): Presence["since2018"] {
  const payloads = { n: 1, sources: 1, keys: { action: "string", boxes: "array" } } as const;
  return {
    widget: {
      payloads: 1,
      sources: 1,
      actions: { sold: { n: 1, keys: { boxes: 1 } } },
      objects: { ".": payloads, "boxes[]": object },
    },
  };
}

test("twenty objects of three projects bear out a field, whatever its name and wherever it is", () => {
  expect(fieldOf({})).toMatchObject({ is: ["string"], optional: false });
  expect(fieldOf({}).ofSubject).toBeUndefined();
});

test.each([
  ["nineteen objects of three projects", { seen: { n: 19 } }, true],
  ["a hundred objects of two projects", { seen: { n: 100, sources: 2 } }, true],
  ["twelve objects of five projects", { seen: { n: 12, sources: 5 } }, false],
  ["nine objects of twenty projects", { seen: { n: 9, sources: 20 } }, true],
  ["the samples as a further project", { seen: { sources: 2 }, samples: [{ colour: "red" }] }, false],
  ["half of the variants that require it", { field: { ...text, required: 0.5 } }, false],
  ["less than half of them", { field: { ...text, required: 0.49 } }, true],
  [
    "variants that do not have it at all",
    { field: { ...text, required: 0.5, partial: true as const } },
    true,
  ],
  ["a documented null", { field: { ...text, nullable: true as const } }, true],
  ["older servers that do not send it", { field: { ...text, late: true as const } }, true],
  ["one object without it", { seen: { n: 500, keys: { colour: { string: 499 } } } }, true],
  ["one null", { seen: { keys: { colour: { string: 19, null: 1 } } } }, true],
  ["one sample without it", { samples: [{}] }, true],
  ["an id for GraphQL", { name: "node_id" }, true],
  ["a link to an object", { name: "hooks_url" }, true],
  ["the link to its page", { name: "html_url" }, false],
  ["half of the objects before 2018 without it", { older: { n: 4, keys: { colour: { string: 2 } } } }, false],
  ["most of them without it", { older: { n: 5, keys: { colour: { string: 2 } } } }, true],
] satisfies readonly (readonly [string, Given, boolean])[])("after %s", (_, given, optional) => {
  expect(fieldOf(given).optional).toBe(optional);
});

test("what an overlay is sure of needs neither objects nor a list, but one payload without it overrules it", () => {
  const field: FieldNode = { is: ["string"], required: 0, sure: true };
  expect(fieldOf({ field, seen: { n: 0, keys: {} } }).optional).toBe(false);
  expect(fieldOf({ field, seen: { n: 2, keys: { colour: { string: 1 } } } }).optional).toBe(true);
});

function seen(object: Partial<ObjectPresence>): Presence["since2018"][string] {
  const all: ObjectPresence = { n: 40, sources: 3, keys: { sender: "object" }, ...object };
  return { payloads: all.n, sources: all.sources, actions: {}, objects: { ".": all } };
}

/** Whether two events demand their sender, of which the second is seldom seen. */
function senders(sender: FieldNode, shop: Partial<ObjectPresence> = {}): readonly boolean[] {
  const who: FieldNode = { component: "User", required: 1 };
  const description: Description = {
    sources: [],
    components: { User: {}, Thing: { id: { is: ["number"], required: 1 } } },
    events: {
      thing: { anchor: "", actions: { "": { thing: { component: "Thing", required: 1 }, sender: who } } },
      shop: { anchor: "", actions: { "": { shop: { component: "Thing", required: 1 }, sender } } },
    },
  };
  const presence: Presence = {
    since2018: { thing: seen({}), shop: seen({ n: 1, sources: 1, ...shop }) },
    older: {},
  };
  const { events } = loosen(description, collectEvidence(description, [], presence));
  return ["thing", "shop"].map((event) => !events[event]!.fields["sender"]!.optional);
}

test("the sender of one event bears out that of all whose description requires it", () => {
  expect(senders({ component: "User", required: 1 })).toEqual([true, true]);
  expect(senders({ component: "User", required: 0 })).toEqual([true, false]);
  expect(senders({ component: "User" })).toEqual([true, false]);
  expect(senders({ component: "User", required: 1, nullable: true })).toEqual([true, false]);
});

test("but not where a payload came without one", () => {
  expect(senders({ component: "User", required: 1 }, { n: 2, keys: { sender: { object: 1 } } })).toEqual([
    true,
    false,
  ]);
});

/** Whether an action may be absent of events that were seen without one. */
function isActionOptional(actions: readonly string[], keys: ObjectPresence["keys"]): boolean {
  const description: Description = {
    sources: [],
    components: {},
    events: {
      widget: {
        anchor: "",
        actions: Object.fromEntries(
          actions.map((action) => [action, { widget: { map: text, required: 1 } }]),
        ),
      },
    },
  };
  const objects = { ".": { n: 2, sources: 1, keys: { widget: "object", ...keys } } as const };
  const older = { widget: { payloads: 2, sources: 1, actions: {}, objects } };
  const evidence = collectEvidence(description, [], { since2018: {}, older });
  return loosen(description, evidence).events["widget"]!.isActionOptional;
}

test("an event's only action may be absent where payloads came without it", () => {
  expect(isActionOptional(["sold"], {})).toBe(true);
  expect(isActionOptional(["sold"], { action: { string: 1 } })).toBe(true);
  expect(isActionOptional(["sold"], { action: "string" })).toBe(false);
  expect(isActionOptional(["sold", "bought"], {})).toBe(false);
});
