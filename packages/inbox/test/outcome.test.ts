import { describe, expect, it } from "vitest";
import type { Entry } from "../src/entry.ts";
import { placeFirst, type Occupant } from "../src/outcome.ts";

const WINDOW = 1000;

describe("the first place, when a dead one has it", () => {
  it.each([
    { entry: { repeatable: true, unsignedId: "b" }, action: "beside" },
    { entry: { repeatable: true, unsignedId: "a" }, action: "revive" },
    { entry: { repeatable: false, unsignedId: "b" }, action: "revive" },
    { entry: { repeatable: false, unsignedId: undefined }, action: "revive" },
  ])("$entry leads to $action", ({ entry, action }) => {
    expect(placeFirst(entryOf(entry), occupant({ state: "dead" }), WINDOW, 1)).toMatchObject({ action });
  });
});

describe("the first place, when a pending one has it", () => {
  it.each([
    { entry: { repeatable: true, unsignedId: "b" }, action: "beside" },
    { entry: { repeatable: false, unsignedId: "b" }, action: "beside" },
    { entry: { repeatable: false, unsignedId: "a" }, action: "keep" },
    { entry: { repeatable: false, unsignedId: undefined }, action: "keep" },
  ])("$entry leads to $action", ({ entry, action }) => {
    expect(placeFirst(entryOf(entry), occupant({ state: "pending" }), WINDOW, 1)).toMatchObject({ action });
  });
});

it("the first place is free again when a done one's window is over, and not before", () => {
  const done = occupant({ state: "done", doneAt: 5 });
  const entry = entryOf({ repeatable: true, unsignedId: "b" });
  expect(placeFirst(entry, done, WINDOW, 4 + WINDOW)).toEqual({ action: "beside" });
  expect(placeFirst(entry, done, WINDOW, 5 + WINDOW)).toEqual({ action: "replace" });
});

function entryOf(parts: Pick<Entry, "repeatable" | "unsignedId">): Entry {
  return { occurrenceWindow: undefined, ...parts } as Entry;
}

function occupant(parts: Partial<Occupant>): Occupant {
  return {
    state: "pending",
    reason: undefined,
    unsignedId: "a",
    acceptedAt: 0,
    doneAt: undefined,
    ...parts,
  };
}
