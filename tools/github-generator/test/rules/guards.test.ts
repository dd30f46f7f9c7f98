import { expect, test } from "vitest";
import type { Unguarded } from "../../src/rules/can-pass.ts";
import { findConfusions } from "../../src/rules/confusions.ts";
import { guard } from "../../src/rules/guards.ts";
import { loosen } from "../../src/rules/leniency.ts";
import type { Description, Fields, FieldNode } from "../../src/model/description.ts";
import { shapes as generated } from "../built-shapes.ts";

const object = (required: number): FieldNode => ({ component: "Thing", required });
const text = (required: number): FieldNode => ({ is: ["string"], required });

function given(events: Record<string, Record<string, Fields>>): {
  description: Description;
  shapes: Unguarded;
} {
  const description: Description = {
    sources: [],
    components: { Thing: { id: { is: ["number"], required: 1 } } },
    events: Object.fromEntries(
      Object.entries(events).map(([name, actions]) => [name, { anchor: name, actions }]),
    ),
  };
  return { description, shapes: loosen(description, new Map()) };
}

function keysOf(events: Record<string, Record<string, Fields>>, event: string): readonly string[] {
  const { description, shapes } = given(events);
  return guard(description, shapes).get(event)!.absent;
}

test("an event refuses the subject of another that has all it asks for", () => {
  const events = {
    star: { created: { repository: object(1) } },
    label: { created: { repository: object(1), label: object(1) } },
  };
  expect(keysOf(events, "star")).toEqual(["label"]);
  expect(keysOf(events, "label")).toEqual([]);
});

test("it refuses nothing that one of its own actions documents", () => {
  const events = {
    star: { created: { repository: object(1) }, given: { repository: object(1), label: object(0) } },
    label: { created: { repository: object(1), label: object(1) } },
  };
  expect(keysOf(events, "star")).toEqual([]);
});

test("it refuses nothing that the other does not always have", () => {
  const events = {
    star: { created: { repository: object(1) } },
    label: { created: { repository: object(1), label: object(0) } },
  };
  expect(keysOf(events, "star")).toEqual([]);
});

test("events without an action in common need no key", () => {
  const events = {
    star: { created: { repository: object(1) } },
    label: { edited: { repository: object(1), label: object(1) } },
  };
  expect(keysOf(events, "star")).toEqual([]);
});

test("an event that takes any action is known from all", () => {
  const events = {
    star: { created: { repository: object(1) } },
    dispatch: { "*": { repository: object(1), branch: text(1) } },
  };
  expect(keysOf(events, "star")).toEqual(["branch"]);
});

test("words that any event may come to use, and where it happened, are no such key", () => {
  const events = {
    star: { created: { repository: object(1) } },
    note: { created: { repository: object(1), description: text(1), sender: object(1) } },
  };
  expect(keysOf(events, "star")).toEqual([]);
});

test("the subject is taken before other objects, and those before texts", () => {
  const events = {
    star: { created: { repository: object(1) } },
    medal: { created: { repository: object(1), box: object(1), medal: object(1), words: text(1) } },
  };
  expect(keysOf(events, "star")).toEqual(["medal"]);
});

test("a word that events may come to use is taken where there is no other", () => {
  const star = { created: { repository: object(1) } };
  const plain = { star, label: { created: { repository: object(1), label: object(1) } } };
  const choice = { star, label: { created: { repository: object(1), box: object(1), label: object(1) } } };
  expect([keysOf(plain, "star"), keysOf(choice, "star")]).toEqual([["label"], ["box"]]);
});

test("what an overlay keeps from counting is refused nowhere", () => {
  const { absent } = generated.events["organization"]!;
  expect(absent).not.toContain("repository");
});

test("a pair that no key tells apart remains", () => {
  const events = {
    star: { created: { repository: object(1) } },
    watch: { created: { repository: object(1) } },
  };
  const { description, shapes } = given(events);
  expect(pairs(description, shapes)).toEqual(["watch -> star", "star -> watch"]);
});

test("fields of types that cannot be mistaken for each other tell events apart", () => {
  const events = { star: { created: { size: object(1) } }, tag: { created: { size: text(1) } } };
  const { description, shapes } = given(events);
  expect(pairs(description, shapes)).toEqual([]);
});

function pairs(description: Description, shapes: Unguarded): readonly string[] {
  const open = { absent: [], ignoresAction: false };
  return findConfusions(description, shapes, () => open).map(({ from, to }) => `${from} -> ${to}`);
}

test("a key that may be null is refused where there is none that never is: the payloads without null stay out", () => {
  const events = {
    star: { created: { repository: object(1) } },
    medal: { created: { repository: object(1), medal: { ...object(1), nullable: true as const } } },
  };
  const { description, shapes } = given(events);
  const defences = guard(description, shapes);
  expect(defences.get("star")!.absent).toEqual(["medal"]);
  expect(findConfusions(description, shapes, (event) => defences.get(event)!)).toMatchObject([
    { from: "medal", to: "star", nulls: ["medal"] },
  ]);
});

test("an event without actions takes any, unless that is what tells it from another", () => {
  const events = {
    push: { "": { repository: object(1), ref: text(1) } },
    public: { "": { repository: object(1) } },
    star: { created: { repository: object(1) } },
  };
  const { description, shapes } = given(events);
  const defences = guard(description, shapes);
  expect(["push", "public", "star"].map((event) => defences.get(event)!.ignoresAction)).toEqual([
    true,
    false,
    false,
  ]);
});

test("an event whose action older servers do not send is kept out of those without actions", () => {
  const events = {
    opening: { "": { repository: object(1) } },
    deployment: { created: { repository: object(1), deployment: object(1) } },
  };
  const { description, shapes } = given(events);
  const deployment = { ...shapes.events["deployment"]!, isActionOptional: true };
  const older = { ...shapes, events: { ...shapes.events, deployment } };
  expect(guard(description, shapes).get("opening")!.absent).toEqual([]);
  expect(guard(description, older).get("opening")!.absent).toEqual(["deployment"]);
});
