import { describe, expect, it } from "vitest";
import { keptSlots } from "../../src/dedupe/kept-slots.ts";
import { countsOf, partByWrites, planBatch, slotsOf, sortOut, type Plan } from "../../src/dedupe/plan.ts";
import type { SlotHolder } from "../../src/dedupe/rules.ts";
import type { Entry } from "../../src/store/stored-entry.ts";

const settings = { windowMs: 1000, onReplay: "hold" } as const;
const KEPT = keptSlots("1");

describe("a plan", () => {
  it("asks for the slots that the rules look at, and for what is kept aside only beside a replay", () => {
    const batch = [entry("1", "a"), entry("2"), entry("1", "b"), entry("1", "a")];
    expect(slotsOf(batch)).toEqual(["1", "1a", "2", "1b"]);
    const nobody = new Map(slotsOf(batch).map((slot) => [slot, undefined]));
    expect(planBatch(batch.slice(0, 2), nobody, settings, 0).unknown).toEqual([]);
    expect(planBatch(batch, nobody, settings, 0).unknown).toEqual(KEPT);
  });

  it("decides about equal deliveries of one batch as if they came apart", () => {
    const batch = [
      entry("1", "a"),
      entry("1", "a"),
      entry("1"),
      ...Array.from({ length: 20 }, (_, index) => entry("1", `stranger-${index}`)),
      entry("1", "stranger-3"),
    ];
    const plan = planAlone(batch);
    expect(acceptancesOf(plan)).toEqual(["accepted", "duplicate", "duplicate", ...Array(21).fill("replay")]);
    const inserted = plan.steps.filter(({ decision }) => decision.action === "insert");
    expect(inserted.length).toBe(17);
    expect(countsOf(plan.steps)).toEqual(new Map([[KEPT[15], 4]]));
  });

  it("revives a dead one once, and then has duplicates", () => {
    const dead = holder({ state: "dead", reason: "attempts", unsignedId: "a" });
    const plan = planAlone([entry("1"), entry("1", "a"), entry("1", "b")], { 1: dead });
    expect(plan.steps.map(({ decision }) => decision.action)).toEqual(["revive", "keep", "insert"]);
    expect(acceptancesOf(plan)).toEqual(["accepted", "duplicate", "replay"]);
  });

  it("lets a delivery that can run revive one of its batch that cannot", () => {
    const unread = { ...entry("1", "a"), storedDead: "schema-mismatch" } as const;
    const plan = planAlone([unread, entry("1", "a")]);
    expect(plan.steps.map(({ decision }) => decision.action)).toEqual(["insert", "revive"]);
  });
});

it("what no write of the batch can change is sure at once", () => {
  const first = holder({ state: "done", unsignedId: "a" });
  const batch = [entry("1", "a"), entry("2"), entry("2"), entry("1")];
  const plan = planAlone(batch, { 1: first });
  const { sure, open } = partByWrites(plan);
  expect(sure.map(({ entry: one }) => batch.indexOf(one))).toEqual([0, 3]);
  expect(open.map(({ entry: one }) => batch.indexOf(one))).toEqual([1, 2]);
});

describe("what is left of a plan of which some steps came too late", () => {
  it("is everything when none did", () => {
    const plan = planAlone([entry("1"), entry("1")]);
    expect(sortOut(plan.steps, new Set())).toEqual({ final: plan.steps, again: new Set() });
  });

  it("is what was written, and what other slots decided", () => {
    const batch = [entry("1", "a"), entry("1", "b"), entry("1", "a"), entry("2"), entry("2")];
    const plan = planAlone(batch);
    const { final, again } = sortOut(plan.steps, new Set([plan.steps[0]!]));
    expect(final.map(({ entry: one }) => batch.indexOf(one))).toEqual([1, 3, 4]);
    expect([...again]).toEqual([batch[0], batch[2]]);
  });
});

function planAlone(batch: readonly Entry[], known: Readonly<Record<string, SlotHolder>> = {}): Plan {
  const slots = [...slotsOf(batch), ...KEPT];
  return planBatch(batch, new Map(slots.map((slot) => [slot, known[slot]])), settings, 0);
}

function acceptancesOf({ steps }: Plan): string[] {
  return steps.map(({ decision }) => decision.acceptance);
}

function entry(slot: string, unsignedId?: string): Entry {
  return {
    slot,
    unsignedId,
    ownSlot: unsignedId === undefined ? undefined : `${slot}${unsignedId}`,
    isRepeatable: false,
    replay: false,
    storedDead: undefined,
    firstSlot: undefined,
  } as Entry;
}

function holder(parts: Partial<SlotHolder>): SlotHolder {
  return {
    state: "pending",
    reason: undefined,
    unsignedId: undefined,
    isKeptAside: false,
    endedAt: 0,
    ...parts,
  };
}
