import { describe, expect, it } from "vitest";
import {
  decideBeside,
  decideByFirst,
  decideByOwnId,
  toBeside,
  toRevived,
  type SlotHolder,
} from "../../src/dedupe/rules.ts";
import type { Entry } from "../../src/store/stored-entry.ts";

const WINDOW = 1000;
const accepted = { acceptance: "accepted" } as const;
const duplicate = { acceptance: "duplicate" } as const;
const replay = { acceptance: "replay" } as const;

describe("a first delivery that is dead", () => {
  it.each([
    { entry: { isRepeatable: true, unsignedId: "b" }, decision: { action: "beside", ...replay } },
    { entry: { isRepeatable: true, unsignedId: "a" }, decision: { action: "revive", ...accepted } },
    { entry: { isRepeatable: false, unsignedId: "b" }, decision: { action: "beside", ...replay } },
    { entry: { isRepeatable: false, unsignedId: "a" }, decision: { action: "revive", ...accepted } },
    { entry: { isRepeatable: false }, decision: { action: "revive", ...accepted } },
    { entry: { storedDead: "schema-mismatch" }, decision: { action: "keep", ...accepted } },
  ] as const)("decides for $entry: $decision", ({ entry, decision }) => {
    expect(decideByFirst(entryOf(entry), holder({ state: "dead" }), WINDOW, 1)).toEqual(decision);
  });
});

describe.each(["pending", "running", "done"] as const)("a first delivery that is %s", (state) => {
  it.each([
    { entry: { isRepeatable: true, unsignedId: "b" }, decision: { action: "beside", ...replay } },
    { entry: { isRepeatable: false, unsignedId: "b" }, decision: { action: "beside", ...replay } },
    { entry: { isRepeatable: false, unsignedId: "a" }, decision: { action: "keep", ...duplicate } },
    { entry: { isRepeatable: false }, decision: { action: "keep", ...duplicate } },
    { entry: { storedDead: "schema-mismatch" }, decision: { action: "keep", ...duplicate } },
  ] as const)("decides for $entry: $decision", ({ entry, decision }) => {
    expect(decideByFirst(entryOf(entry), holder({ state }), WINDOW, 1)).toEqual(decision);
  });
});

it("a done delivery gives up its slot when its window is over, and not before", () => {
  const done = holder({ state: "done", doneAt: 5 });
  const entry = entryOf({ isRepeatable: true, unsignedId: "b" });
  expect(decideByFirst(entry, done, WINDOW, 4 + WINDOW)).toEqual({ action: "beside", ...replay });
  expect(decideByFirst(entry, done, WINDOW, 5 + WINDOW)).toEqual({ action: "replace" });
});

it("a done delivery is remembered when the clock was set back", () => {
  const done = holder({ state: "done", doneAt: 3_600_000 });
  expect(decideByFirst(entryOf({}), done, WINDOW, 1)).toEqual({ action: "keep", ...duplicate });
});

describe("the delivery under the same unsigned id", () => {
  it.each([
    { state: "pending", decision: { action: "keep", ...duplicate } },
    { state: "running", decision: { action: "keep", ...duplicate } },
    { state: "done", decision: { action: "keep", ...duplicate } },
    { state: "dead", reason: "attempts", decision: { action: "revive", ...accepted } },
    { state: "dead", reason: "replay", decision: undefined },
  ] as const)("decides when it is $state ($reason): $decision", ({ decision, ...parts }) => {
    expect(decideByOwnId(entryOf({}), holder(parts), WINDOW, 1)).toEqual(decision);
  });

  it("is not revived by what must not run itself", () => {
    const refused = entryOf({ storedDead: "schema-mismatch" });
    const dead = holder({ state: "dead", reason: "attempts" });
    expect(decideByOwnId(refused, dead, WINDOW, 1)).toEqual({ action: "keep", ...accepted });
  });

  it("decides nothing once it is done and its window over", () => {
    expect(
      decideByOwnId(entryOf({}), holder({ state: "done", doneAt: 5 }), WINDOW, 4 + WINDOW),
    ).toBeDefined();
    expect(
      decideByOwnId(entryOf({}), holder({ state: "done", doneAt: 5 }), WINDOW, 5 + WINDOW),
    ).toBeUndefined();
  });
});

describe("a delivery beside a first one", () => {
  it.each([
    { storedDead: "replay", state: "pending", decision: { action: "keep", ...duplicate } },
    { storedDead: "replay", state: "dead", reason: "replay", decision: { action: "keep", ...replay } },
    { storedDead: undefined, state: "dead", reason: "replay", decision: { action: "revive", ...replay } },
    { storedDead: "replay", state: "dead", reason: "attempts", decision: { action: "keep", ...accepted } },
    { storedDead: undefined, state: "dead", reason: "attempts", decision: { action: "revive", ...accepted } },
    { storedDead: undefined, state: "done", doneAt: 0, decision: { action: "keep", ...duplicate } },
    { storedDead: undefined, state: "done", doneAt: -WINDOW, decision: { action: "replace" } },
  ] as const)(
    "decides when it is $state ($reason), for an entry stored dead as $storedDead: $decision",
    ({ storedDead, decision, ...parts }) => {
      expect(decideBeside(entryOf({ storedDead }), holder(parts), WINDOW, 0)).toEqual(decision);
    },
  );
});

describe("toBeside", () => {
  it.each([
    { isRepeatable: false, onReplay: "hold", storedDead: undefined, becomes: "replay" },
    { isRepeatable: false, onReplay: "hold", storedDead: "schema-mismatch", becomes: "replay" },
    { isRepeatable: false, onReplay: "handle", storedDead: undefined, becomes: undefined },
    { isRepeatable: true, onReplay: "hold", storedDead: undefined, becomes: undefined },
    { isRepeatable: true, onReplay: "hold", storedDead: "schema-mismatch", becomes: "schema-mismatch" },
  ] as const)(
    "stores a replay, repeatable $isRepeatable, dead as $storedDead, with onReplay $onReplay: $becomes",
    ({ isRepeatable, onReplay, storedDead, becomes }) => {
      const entry = entryOf({ isRepeatable, storedDead, slot: "first", ownSlot: "own" });
      expect(toBeside(entry, onReplay)).toMatchObject({ slot: "own", replay: true, storedDead: becomes });
    },
  );
});

describe("toRevived", () => {
  const stored = { slot: "stored", replay: true, receivedAt: 1, unsignedId: "a", headers: { id: "a" } };

  it("keeps the place of what is stored, and takes the content of what came", () => {
    const came = { slot: "new", receivedAt: 2, storedDead: "replay", headers: { id: "b" } } as const;
    expect(toRevived(entryOf({ ...came, unsignedId: "b" }), stored)).toMatchObject({
      ...stored,
      unsignedId: "b",
      headers: { id: "b" },
      storedDead: undefined,
    });
  });

  it("keeps the id of what is stored when what came has none", () => {
    const came = entryOf({ slot: "new", headers: { name: "new" } });
    expect(toRevived(came, stored)).toMatchObject({ ...stored, headers: { id: "a", name: "new" } });
  });
});

function entryOf(parts: Partial<Entry>): Entry {
  return {
    unsignedId: undefined,
    isRepeatable: false,
    replay: false,
    storedDead: undefined,
    ...parts,
  } as Entry;
}

function holder(parts: Partial<SlotHolder>): SlotHolder {
  return { state: "pending", reason: undefined, unsignedId: "a", doneAt: 0, ...parts };
}
