import type { Entry } from "../store/stored-entry.ts";
import { decide, type Decision, type DedupeSettings, type SlotHolder } from "./rules.ts";

/** What becomes of one delivery of a batch. */
export interface Step {
  readonly entry: Entry;
  readonly decision: Decision;
}

/** What becomes of a batch. */
export interface Plan {
  /** One for each delivery, in order. */
  readonly steps: readonly Step[];
  /** Slots whose holders the rules asked for in vain. With any, look at them and plan anew. */
  readonly unknown: readonly string[];
}

/** Who holds each slot that was looked at; `undefined` for nobody. */
export type Holders = ReadonlyMap<string, SlotHolder | undefined>;

/** The slots to look at before planning. */
export function slotsOf(batch: readonly Entry[]): string[] {
  return [
    ...new Set(batch.flatMap(({ slot, ownSlot }) => (ownSlot === undefined ? [slot] : [slot, ownSlot]))),
  ];
}

/**
 * Decides about a batch in order, as if each step were done when the next one is decided: equal
 * deliveries in one batch meet like those that come apart.
 */
export function planBatch(
  batch: readonly Entry[],
  holders: Holders,
  settings: DedupeSettings,
  now: number,
): Plan {
  const after = new Map(holders);
  const unknown = new Set<string>();
  const holderAt = (slot: string): SlotHolder | undefined => {
    if (!after.has(slot)) unknown.add(slot);
    return after.get(slot);
  };
  const steps = batch.map((entry) => {
    const decision = decide(entry, holderAt, settings, now);
    if (decision.action === "insert") after.set(decision.entry.slot, holderOf(decision.entry, now));
    if (decision.action === "revive") {
      after.set(decision.slot, revivedBy(entry, after.get(decision.slot)!));
    }
    return { entry, decision };
  });
  return { steps, unknown: [...unknown] };
}

/**
 * Sorts out steps once their writes were tried.
 *
 * @param failed Steps whose slot somebody else took, or whose holder somebody else revived.
 * @returns The steps that hold, and the deliveries to look at again: those that failed, and those
 *   that were decided by them.
 */
export function sortOut(
  steps: readonly Step[],
  failed: ReadonlySet<Step>,
): { readonly final: readonly Step[]; readonly again: ReadonlySet<Entry> } {
  if (failed.size === 0) return { final: steps, again: new Set() };
  const uncertain = new Set(Array.from(failed, ({ entry }) => entry.slot));
  const again = new Set<Entry>();
  const final = steps.filter((step) => {
    const holds = isWritten(step) ? !failed.has(step) : !uncertain.has(step.entry.slot);
    if (!holds) again.add(step.entry);
    return holds;
  });
  return { final, again };
}

/** Parts a plan by whether a write of the batch could still change what was decided. */
export function partByWrites({ steps }: Plan): {
  readonly sure: readonly Step[];
  readonly open: readonly Step[];
} {
  const written = new Set(steps.filter(isWritten).map(({ entry }) => entry.slot));
  return {
    sure: steps.filter(({ entry }) => !written.has(entry.slot)),
    open: steps.filter(({ entry }) => written.has(entry.slot)),
  };
}

/** How many replays to count at each slot. */
export function countsOf(steps: readonly Step[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { decision } of steps) {
    if (decision.action === "count") counts.set(decision.slot, (counts.get(decision.slot) ?? 0) + 1);
  }
  return counts;
}

function isWritten({ decision }: Step): boolean {
  return decision.action === "insert" || decision.action === "revive";
}

function holderOf({ storedDead, unsignedId, firstSlot }: Entry, now: number): SlotHolder {
  const state = storedDead === undefined ? "pending" : "dead";
  return { state, reason: storedDead, unsignedId, isKeptAside: firstSlot !== undefined, endedAt: now };
}

function revivedBy({ unsignedId }: Entry, holder: SlotHolder): SlotHolder {
  return {
    ...holder,
    state: "pending",
    reason: undefined,
    unsignedId: unsignedId ?? holder.unsignedId,
    isKeptAside: false,
  };
}
