import type { EntryFields } from "../store/entry-codec.ts";
import type { Acceptance, DeadReason, State } from "../store/state.ts";
import type { Entry } from "../store/stored-entry.ts";

/** What a store knows of the delivery that holds a slot. */
export interface SlotHolder {
  readonly state: State;
  readonly reason: DeadReason | undefined;
  readonly unsignedId: string | undefined;
  /** When it became done, in milliseconds since 1970. Unread in other states. */
  readonly doneAt: number;
}

/** What the rules decide by, beside the two deliveries. */
export interface DedupeSettings {
  readonly windowMs: number;
  readonly onReplay: "hold" | "handle";
}

/** Decides about a delivery whose slot is taken. */
export type Decision =
  /** The holder's window is over: store the new one in its slot. */
  | { readonly action: "replace" }
  /** Run the dead holder again, with the new one's content. */
  | { readonly action: "revive"; readonly acceptance: Acceptance }
  /** Store nothing. */
  | { readonly action: "keep"; readonly acceptance: Acceptance }
  /**
   * A replay, of equal signed bytes under another unsigned id: go to that id's slot. `acceptance`
   * is the response once it is stored there.
   */
  | { readonly action: "beside"; readonly acceptance: "replay" };

/** Decides by the holder of one slot. */
export type Decide = (entry: Entry, holder: SlotHolder, windowMs: number, now: number) => Decision;

/**
 * Decides by the delivery stored under the same unsigned id, if any. `undefined`: the first
 * delivery of these bytes decides.
 *
 * Asked first, since the first delivery may be gone: one beside it is remembered for a window of
 * its own.
 */
export function decideByOwnId(
  entry: Entry,
  holder: SlotHolder,
  windowMs: number,
  now: number,
): Extract<Decision, { action: "revive" | "keep" }> | undefined {
  if (isOver(holder, windowMs, now)) return undefined;
  if (holder.state !== "dead") return { action: "keep", acceptance: "duplicate" };
  return holder.reason === "replay" ? undefined : { action: reviveOrKeep(entry), acceptance: "accepted" };
}

/** Decides by the first delivery of equal bytes. */
export const decideByFirst: Decide = (entry, holder, windowMs, now) => {
  if (isOver(holder, windowMs, now)) return { action: "replace" };
  const isOther =
    entry.unsignedId !== undefined &&
    holder.unsignedId !== undefined &&
    entry.unsignedId !== holder.unsignedId;
  // Also while it is dead: whoever has a recording could run it again and again under made-up ids.
  if (isOther) return { action: "beside", acceptance: "replay" };
  if (holder.state !== "dead") return { action: "keep", acceptance: "duplicate" };
  return { action: reviveOrKeep(entry), acceptance: "accepted" };
};

/** Decides by the delivery beside a first one. `entry` is what `toBeside` made. */
export const decideBeside: Decide = (entry, holder, windowMs, now) => {
  if (isOver(holder, windowMs, now)) return { action: "replace" };
  if (holder.state !== "dead") return { action: "keep", acceptance: "duplicate" };
  return { action: reviveOrKeep(entry), acceptance: holder.reason === "replay" ? "replay" : "accepted" };
};

/**
 * The entry as it is stored beside a first one. A replay is stored dead, unless its event repeats
 * or the user wants replays handled.
 */
export function toBeside(entry: Entry, onReplay: "hold" | "handle"): Entry {
  const slot = entry.ownSlot ?? entry.slot;
  const isHandled = entry.isRepeatable || onReplay === "handle";
  return { ...entry, slot, replay: true, storedDead: isHandled ? entry.storedDead : "replay" };
}

/**
 * A dead delivery as it runs again: the content of `entry`, the place of `stored`. One that came
 * without an id keeps the stored one's: else every id would be a duplicate of it from then on.
 */
export function toRevived(entry: Entry, stored: StoredPlace): Entry {
  const { slot, replay, receivedAt } = stored;
  const revived = { ...entry, slot, replay, receivedAt, storedDead: undefined };
  if (entry.unsignedId !== undefined || stored.unsignedId === undefined) return revived;
  // The headers carry the id to the event.
  return { ...revived, unsignedId: stored.unsignedId, headers: { ...stored.headers, ...entry.headers } };
}

type StoredPlace = Pick<EntryFields, "slot" | "replay" | "receivedAt" | "unsignedId" | "headers">;

/** A delivery that must not run cannot revive anything: a replay, or one that nobody can read. */
function reviveOrKeep({ storedDead }: Entry): "revive" | "keep" {
  return storedDead === undefined ? "revive" : "keep";
}

/** Whether a later delivery of equal bytes would be a new one. */
function isOver({ state, doneAt }: SlotHolder, windowMs: number, now: number): boolean {
  return state === "done" && now - doneAt >= windowMs;
}
