import type { EntryFields } from "../store/entry-codec.ts";
import type { Acceptance, DeadReason, State } from "../store/state.ts";
import type { Entry } from "../store/stored-entry.ts";
import { keptSlots } from "./kept-slots.ts";

/** What a store knows of the delivery that holds a slot. */
export interface SlotHolder {
  readonly state: State;
  readonly reason: DeadReason | undefined;
  readonly unsignedId: string | undefined;
  /** Whether it is kept aside, without a body of its own: its entry has a `firstSlot`. */
  readonly isKeptAside: boolean;
  /**
   * When it became done or was kept aside, in milliseconds since 1970. Unread of any other.
   */
  readonly endedAt: number;
}

/** What the rules decide by, beside the deliveries. */
export interface DedupeSettings {
  readonly windowMs: number;
  readonly onReplay: "hold" | "handle";
}

/** Says what a store does with a delivery. `acceptance` is the response once that is durable. */
export type Decision =
  /**
   * Store `entry` in its slot. With `replaces` the slot has a holder whose window is over: that one
   * loses the slot, and what was kept aside beside it goes.
   */
  | {
      readonly action: "insert";
      readonly acceptance: Acceptance;
      readonly entry: Entry;
      readonly replaces: boolean;
    }
  /** Run the dead holder of `slot` again, as `toRevived` says. */
  | { readonly action: "revive"; readonly acceptance: Acceptance; readonly slot: string }
  /** Store nothing. */
  | { readonly action: "keep"; readonly acceptance: Acceptance }
  /** Store nothing, and count one more replay at the holder of `slot`. */
  | { readonly action: "count"; readonly acceptance: "replay"; readonly slot: string };

/**
 * Decides what becomes of a delivery: the acceptance table of the inbox.
 *
 * The delivery under its own unsigned id is asked first: the first delivery of these bytes may be
 * gone, and one that was handled beside it is remembered for a window of its own.
 *
 * @param holderAt Who holds a slot now.
 */
export function decide(
  entry: Entry,
  holderAt: (slot: string) => SlotHolder | undefined,
  { windowMs, onReplay }: DedupeSettings,
  now: number,
): Decision {
  const living = (slot: string): SlotHolder | undefined => {
    const holder = holderAt(slot);
    return holder !== undefined && isOver(holder, windowMs, now) ? undefined : holder;
  };
  const insert = (stored: Entry, acceptance: Acceptance): Decision => {
    const replaces = holderAt(stored.slot) !== undefined;
    return { action: "insert", acceptance, entry: stored, replaces };
  };

  const { slot, ownSlot, unsignedId } = entry;
  const own = ownSlot === undefined ? undefined : living(ownSlot);
  if (own !== undefined) return meet(entry, own, ownSlot!);
  const first = living(slot);
  if (first === undefined) return insert(entry, "accepted");
  const isOther =
    unsignedId !== undefined && first.unsignedId !== undefined && unsignedId !== first.unsignedId;
  if (!isOther) return meet(entry, first, slot);

  // A replay, also of a dead one: whoever has a recording could run it again and again.
  const kept = keptSlots(slot).map((place) => ({ place, holder: living(place) }));
  const same = kept.find(({ holder }) => holder?.unsignedId === unsignedId);
  const isHandled = entry.storedDead === undefined && (entry.isRepeatable || onReplay === "handle");
  if (same?.holder !== undefined) return meetKept(entry, same.holder, same.place, isHandled);
  if (isHandled) return insert({ ...entry, slot: ownSlot!, replay: true }, "replay");
  const free = kept.find(({ holder }) => holder === undefined);
  if (free === undefined) return { action: "count", acceptance: "replay", slot: kept.at(-1)!.place };
  return insert(toKeptAside(entry, free.place), "replay");
}

/** Decides by a delivery of the same id, or of none. */
function meet(entry: Entry, { state }: SlotHolder, slot: string): Decision {
  if (state !== "dead") return { action: "keep", acceptance: "duplicate" };
  // A delivery that must not run cannot revive anything.
  if (entry.storedDead !== undefined) return { action: "keep", acceptance: "accepted" };
  return { action: "revive", acceptance: "accepted", slot };
}

/** Decides by a replay of the same id that was kept aside, and perhaps set free by a retry. */
function meetKept(entry: Entry, holder: SlotHolder, slot: string, isHandled: boolean): Decision {
  if (holder.reason !== "replay") return meet(entry, holder, slot);
  // A second replay must not set the first one free.
  return isHandled
    ? { action: "revive", acceptance: "replay", slot }
    : { action: "keep", acceptance: "replay" };
}

/** A replay as it is kept aside: dead, and without the body that its first delivery has. */
function toKeptAside(entry: Entry, slot: string): Entry {
  return {
    ...entry,
    slot,
    firstSlot: entry.slot,
    replay: true,
    storedDead: entry.isRepeatable ? entry.storedDead : "replay",
    body: NO_BODY,
  };
}

const NO_BODY = new Uint8Array();

/**
 * A dead delivery as it runs again: the content of `entry`, the place of `stored`. One that came
 * without an id keeps the stored one's: else every id would be a duplicate of it from then on.
 */
export function toRevived(entry: Entry, stored: StoredPlace): Entry {
  const { slot, replay, receivedAt } = stored;
  const revived = { ...entry, slot, replay, receivedAt, storedDead: undefined, firstSlot: undefined };
  if (entry.unsignedId !== undefined || stored.unsignedId === undefined) return revived;
  // The headers carry the id to the event.
  return { ...revived, unsignedId: stored.unsignedId, headers: { ...stored.headers, ...entry.headers } };
}

type StoredPlace = Pick<EntryFields, "slot" | "replay" | "receivedAt" | "unsignedId" | "headers">;

/** A replay that a retry sets free: with the body of its first delivery, as that is stored. */
export function toSetFree(kept: EntryFields, first: Pick<Entry, "isGzip" | "bodyBytes" | "body">): Entry {
  const { isGzip, bodyBytes, body } = first;
  return {
    ...kept,
    isGzip,
    bodyBytes,
    body,
    ownSlot: undefined,
    storedDead: undefined,
    firstSlot: undefined,
  };
}

/** Whether a later delivery would be a new one. */
function isOver({ state, isKeptAside, endedAt }: SlotHolder, windowMs: number, now: number): boolean {
  const hasEnded = state === "done" || (state === "dead" && isKeptAside);
  return hasEnded && now - endedAt >= windowMs;
}
