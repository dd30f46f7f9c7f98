import { describe, expect, it } from "vitest";
import { keptSlots, MAX_KEPT } from "../../src/dedupe/kept-slots.ts";
import { decide, toRevived, toSetFree, type Decision, type SlotHolder } from "../../src/dedupe/rules.ts";
import type { Entry } from "../../src/store/stored-entry.ts";

const WINDOW = 1000;
const FIRST = "first";
const KEPT = keptSlots(FIRST);
const accepted = { action: "keep", acceptance: "accepted" };
const duplicate = { action: "keep", acceptance: "duplicate" };
const revived = { action: "revive", acceptance: "accepted", slot: FIRST };

describe("a first delivery that is dead decides", () => {
  it.each([
    { entry: { unsignedId: "a" }, decision: revived },
    { entry: {}, decision: revived },
    { entry: { unsignedId: "a", isRepeatable: true }, decision: revived },
    { entry: { storedDead: "schema-mismatch" }, decision: accepted },
    { entry: { storedDead: "schema-mismatch", unsignedId: "a" }, decision: accepted },
  ] as const)("for $entry: $decision", ({ entry, decision }) => {
    expect(decisionOn(entry, { [FIRST]: holder({ state: "dead" }) })).toEqual(decision);
  });
});

describe.each(["pending", "running", "done"] as const)("a first delivery that is %s decides", (state) => {
  it.each([
    { unsignedId: "a" },
    {},
    { unsignedId: "a", isRepeatable: true },
    { storedDead: "schema-mismatch" },
  ] as const)("for %j: a duplicate", (entry) => {
    expect(decisionOn(entry, { [FIRST]: holder({ state }) })).toEqual(duplicate);
  });
});

describe.each(["pending", "running", "done", "dead"] as const)("beside a first one that is %s", (state) => {
  const first = { [FIRST]: holder({ state }) };

  it("a replay is kept aside, without a body", () => {
    for (const storedDead of [undefined, "schema-mismatch"] as const) {
      const decision = decisionOn({ unsignedId: "b", storedDead }, first);
      expect(decision).toMatchObject({ action: "insert", acceptance: "replay", replaces: false });
      const kept = {
        slot: KEPT[0],
        firstSlot: FIRST,
        replay: true,
        storedDead: "replay",
        body: new Uint8Array(),
      };
      expect(storedBy(decision)).toMatchObject(kept);
    }
  });

  it.each([
    { entry: { isRepeatable: true }, onReplay: "hold" },
    { entry: {}, onReplay: "handle" },
  ] as const)("a replay is handled, $entry with onReplay $onReplay", ({ entry, onReplay }) => {
    const decision = decisionOn({ unsignedId: "b", ...entry }, first, 0, onReplay);
    expect(decision).toMatchObject({ action: "insert", acceptance: "replay", replaces: false });
    expect(storedBy(decision)).toMatchObject({
      slot: "own b",
      firstSlot: undefined,
      replay: true,
      storedDead: undefined,
    });
  });

  it("a repeatable event that no schema reads is kept aside for what it is", () => {
    const decision = decisionOn(
      { unsignedId: "b", isRepeatable: true, storedDead: "schema-mismatch" },
      first,
    );
    expect(storedBy(decision)).toMatchObject({
      slot: KEPT[0],
      firstSlot: FIRST,
      storedDead: "schema-mismatch",
    });
  });
});

describe("of the replays that are kept aside", () => {
  const full = Object.fromEntries(KEPT.map((slot, index) => [slot, keptUnder(`kept ${index}`)]));
  const first = { [FIRST]: holder({ state: "done" }) };

  it("there are as many as there are slots, and the others are counted at the last one", () => {
    expect(new Set(KEPT).size).toBe(MAX_KEPT);
    const { [KEPT[15]!]: _last, ...oneLess } = full;
    expect(storedBy(decisionOn({ unsignedId: "b" }, { ...first, ...oneLess }))).toMatchObject({
      slot: KEPT[15],
    });
    expect(decisionOn({ unsignedId: "b" }, { ...first, ...full })).toEqual({
      action: "count",
      acceptance: "replay",
      slot: KEPT[15],
    });
  });

  it("the one of the same id is not kept twice, and not set free", () => {
    const keep = { action: "keep", acceptance: "replay" };
    expect(decisionOn({ unsignedId: "kept 7" }, { ...first, ...full })).toEqual(keep);
  });

  it.each([
    { holder: { state: "pending" }, decision: duplicate },
    { holder: { state: "done" }, decision: duplicate },
    { holder: { state: "dead", reason: "attempts" }, decision: { ...revived, slot: KEPT[3] } },
  ] as const)("one that a retry set free decides like any other: $holder", ({ holder: parts, decision }) => {
    const holders = { ...first, [KEPT[3]!]: holder({ ...parts, unsignedId: "b" }) };
    expect(decisionOn({ unsignedId: "b" }, holders)).toEqual(decision);
  });

  it("one whose event no schema read is revived by its redelivery", () => {
    const unread = { ...keptUnder("b"), reason: "schema-mismatch" } as const;
    const decision = decisionOn({ unsignedId: "b", isRepeatable: true }, { ...first, [KEPT[0]!]: unread });
    expect(decision).toEqual({ ...revived, slot: KEPT[0] });
  });

  it("one is run, as a replay, when replays are to be handled", () => {
    const decision = decisionOn({ unsignedId: "kept 2" }, { ...first, ...full }, 0, "handle");
    expect(decision).toEqual({ action: "revive", acceptance: "replay", slot: KEPT[2] });
  });

  it("one gives up its slot when it was kept for a window", () => {
    const holders = { [FIRST]: holder({ state: "dead" }), ...full };
    expect(decisionOn({ unsignedId: "b" }, holders, WINDOW - 1)).toMatchObject({ action: "count" });
    const decision = decisionOn({ unsignedId: "b" }, holders, WINDOW);
    expect(decision).toMatchObject({ action: "insert", replaces: true });
    expect(storedBy(decision)).toMatchObject({ slot: KEPT[0] });
  });
});

describe("the delivery under the same unsigned id decides", () => {
  it.each([
    { own: { state: "pending" }, decision: duplicate },
    { own: { state: "done" }, decision: duplicate },
    { own: { state: "dead", reason: "attempts" }, decision: { ...revived, slot: "own a" } },
  ] as const)("before the first one, when it is $own", ({ own, decision }) => {
    const first = holder({ state: "pending", unsignedId: "other" });
    expect(decisionOn({ unsignedId: "a" }, { [FIRST]: first, "own a": holder(own) })).toEqual(decision);
    expect(decisionOn({ unsignedId: "a" }, { "own a": holder(own) })).toEqual(decision);
  });

  it("is not revived by what must not run itself", () => {
    const dead = holder({ state: "dead", reason: "attempts" });
    const refused = { unsignedId: "a", storedDead: "schema-mismatch" } as const;
    expect(decisionOn(refused, { "own a": dead })).toEqual(accepted);
  });

  it("decides nothing once it is done and its window over", () => {
    const own = { "own a": holder({ state: "done", endedAt: 5 }) };
    expect(decisionOn({ unsignedId: "a" }, own, 4 + WINDOW)).toEqual(duplicate);
    expect(decisionOn({ unsignedId: "a" }, own, 5 + WINDOW)).toMatchObject({
      action: "insert",
      replaces: false,
    });
  });
});

it("a done delivery gives up its slot when its window is over, and not before", () => {
  const done = { [FIRST]: holder({ state: "done", endedAt: 5 }) };
  expect(decisionOn({}, done, 4 + WINDOW)).toEqual(duplicate);
  expect(decisionOn({}, done, 5 + WINDOW)).toMatchObject({
    action: "insert",
    acceptance: "accepted",
    replaces: true,
  });
});

it("a done delivery is remembered when the clock was set back", () => {
  expect(decisionOn({}, { [FIRST]: holder({ state: "done", endedAt: 3_600_000 }) }, 1)).toEqual(duplicate);
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

it("toSetFree gives a replay the body of its first delivery", () => {
  const fields = entryOf({
    slot: KEPT[0]!,
    firstSlot: FIRST,
    storedDead: "replay",
    replay: true,
    isGzip: false,
  });
  const first = { isGzip: true, bodyBytes: 9, body: new Uint8Array([1]) };
  const free = { slot: KEPT[0], replay: true, firstSlot: undefined, storedDead: undefined, ...first };
  expect(toSetFree(fields, first)).toMatchObject(free);
});

function decisionOn(
  entry: Partial<Entry>,
  holders: Readonly<Record<string, SlotHolder>>,
  now = 0,
  onReplay: "hold" | "handle" = "hold",
): Decision {
  return decide(entryOf(entry), (slot) => holders[slot], { windowMs: WINDOW, onReplay }, now);
}

function storedBy(decision: Decision): Entry | undefined {
  return decision.action === "insert" ? decision.entry : undefined;
}

function entryOf(parts: Partial<Entry>): Entry {
  const { unsignedId } = parts;
  return {
    unsignedId: undefined,
    isRepeatable: false,
    replay: false,
    storedDead: undefined,
    firstSlot: undefined,
    slot: FIRST,
    ownSlot: unsignedId === undefined ? undefined : `own ${unsignedId}`,
    body: new Uint8Array([1, 2, 3]),
    ...parts,
  } as Entry;
}

function holder(parts: Partial<SlotHolder>): SlotHolder {
  return { state: "pending", reason: undefined, unsignedId: "a", isKeptAside: false, endedAt: 0, ...parts };
}

function keptUnder(unsignedId: string): SlotHolder {
  return holder({ state: "dead", reason: "replay", unsignedId, isKeptAside: true });
}
