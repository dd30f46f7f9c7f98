import { describe, expect, it } from "vitest";
import type { Entry } from "../../src/store/stored-entry.ts";
import { placeBeside, placeFirst, placeOwn, toBeside, type Occupant } from "../../src/dedupe/rules.ts";

const WINDOW = 1000;

describe("the first place, when a dead one has it", () => {
  it.each([
    { entry: { repeatable: true, unsignedId: "b" }, placement: { action: "beside", outcome: "accepted" } },
    { entry: { repeatable: true, unsignedId: "a" }, placement: { action: "revive", outcome: "accepted" } },
    { entry: { repeatable: false, unsignedId: "b" }, placement: { action: "revive", outcome: "accepted" } },
    { entry: { repeatable: false }, placement: { action: "revive", outcome: "accepted" } },
    { entry: { held: "schema-mismatch" }, placement: { action: "keep", outcome: "accepted" } },
  ] as const)("$entry leads to $placement", ({ entry, placement }) => {
    expect(placeFirst(entryOf(entry), occupant({ state: "dead" }), WINDOW, 1)).toEqual(placement);
  });
});

describe.each(["pending", "running", "done"] as const)("the first place, when a %s one has it", (state) => {
  it.each([
    { entry: { repeatable: true, unsignedId: "b" }, placement: { action: "beside", outcome: "replay" } },
    { entry: { repeatable: false, unsignedId: "b" }, placement: { action: "beside", outcome: "replay" } },
    { entry: { repeatable: false, unsignedId: "a" }, placement: { action: "keep", outcome: "duplicate" } },
    { entry: { repeatable: false }, placement: { action: "keep", outcome: "duplicate" } },
    { entry: { held: "schema-mismatch" }, placement: { action: "keep", outcome: "duplicate" } },
  ] as const)("$entry leads to $placement", ({ entry, placement }) => {
    expect(placeFirst(entryOf(entry), occupant({ state }), WINDOW, 1)).toEqual(placement);
  });
});

it("the first place is free again when a done one's window is over, and not before", () => {
  const done = occupant({ state: "done", doneAt: 5 });
  const entry = entryOf({ repeatable: true, unsignedId: "b" });
  expect(placeFirst(entry, done, WINDOW, 4 + WINDOW)).toEqual({ action: "beside", outcome: "replay" });
  expect(placeFirst(entry, done, WINDOW, 5 + WINDOW)).toEqual({ action: "replace" });
});

describe("an occurrence", () => {
  const entry = entryOf({ repeatable: true, occurrenceWindow: 60 });

  it.each([
    { acceptedAt: 0, now: 59, placement: { action: "keep", outcome: "duplicate" } },
    { acceptedAt: 0, now: 60, placement: { action: "replace" } },
    // Two processes, of which one has waited for the other's write.
    { acceptedAt: 100, now: 99, placement: { action: "keep", outcome: "duplicate" } },
    // The clock was set back. A flag change that is lost is worse than one that is handled twice.
    { acceptedAt: 100, now: 40, placement: { action: "replace" } },
    { acceptedAt: 3_600_000, now: 61, placement: { action: "replace" } },
  ] as const)("accepted at $acceptedAt leads at $now to $placement", ({ acceptedAt, now, placement }) => {
    expect(placeFirst(entry, occupant({ state: "done", acceptedAt }), WINDOW, now)).toEqual(placement);
  });
});

it("a done one is remembered when the clock was set back", () => {
  const done = occupant({ state: "done", doneAt: 3_600_000 });
  expect(placeFirst(entryOf({}), done, WINDOW, 1)).toEqual({ action: "keep", outcome: "duplicate" });
});

describe("the place of an id of its own", () => {
  const entry = entryOf({ unsignedId: "b" });

  it.each([
    { state: "pending", placement: { action: "keep", outcome: "duplicate" } },
    { state: "running", placement: { action: "keep", outcome: "duplicate" } },
    { state: "done", placement: { action: "keep", outcome: "duplicate" } },
    { state: "dead", reason: "attempts", placement: { action: "revive", outcome: "accepted" } },
    { state: "dead", reason: "replay", placement: undefined },
  ] as const)("decides for a $state one ($reason): $placement", ({ placement, ...parts }) => {
    expect(placeOwn(entry, occupant(parts), WINDOW, 1)).toEqual(placement);
  });

  it("decides nothing once the window of a done one is over", () => {
    expect(placeOwn(entry, occupant({ state: "done", doneAt: 5 }), WINDOW, 4 + WINDOW)).toBeDefined();
    expect(placeOwn(entry, occupant({ state: "done", doneAt: 5 }), WINDOW, 5 + WINDOW)).toBeUndefined();
  });
});

describe("the place beside a first one", () => {
  it.each([
    { held: "replay", state: "pending", placement: { action: "keep", outcome: "duplicate" } },
    { held: "replay", state: "dead", reason: "replay", placement: { action: "keep", outcome: "replay" } },
    { held: undefined, state: "dead", reason: "replay", placement: { action: "revive", outcome: "replay" } },
    {
      held: "replay",
      state: "dead",
      reason: "attempts",
      placement: { action: "revive", outcome: "accepted" },
    },
    { held: undefined, state: "done", doneAt: 0, placement: { action: "keep", outcome: "duplicate" } },
    { held: undefined, state: "done", doneAt: -WINDOW, placement: { action: "replace" } },
  ] as const)("of a $state one ($reason), held $held: $placement", ({ held, placement, ...parts }) => {
    expect(placeBeside(entryOf({ held }), occupant(parts), WINDOW, 0)).toEqual(placement);
  });
});

describe("what is stored beside a first one", () => {
  it.each([
    { repeatable: false, onReplay: "hold", outcome: "replay", stored: { replay: true, held: "replay" } },
    { repeatable: false, onReplay: "handle", outcome: "replay", stored: { replay: true, held: undefined } },
    { repeatable: true, onReplay: "hold", outcome: "replay", stored: { replay: true, held: undefined } },
    { repeatable: true, onReplay: "hold", outcome: "accepted", stored: { replay: false, held: undefined } },
  ] as const)(
    "repeatable $repeatable, $onReplay, $outcome: $stored",
    ({ repeatable, onReplay, outcome, stored }) => {
      const entry = entryOf({ repeatable, slot: "first", ownSlot: "own" });
      expect(toBeside(entry, outcome, onReplay)).toMatchObject({ slot: "own", ...stored });
    },
  );
});

function entryOf(parts: Partial<Entry>): Entry {
  return {
    occurrenceWindow: undefined,
    unsignedId: undefined,
    repeatable: false,
    replay: false,
    held: undefined,
    ...parts,
  } as Entry;
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
