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
   * Equal signed bytes under another unsigned id: go to that id's slot. `acceptance` is the
   * response once it is stored there.
   */
  | { readonly action: "beside"; readonly acceptance: Acceptance };

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
  const isDead = holder.state === "dead";
  const isOther =
    entry.unsignedId !== undefined &&
    holder.unsignedId !== undefined &&
    entry.unsignedId !== holder.unsignedId;
  if (isOther && !isDead) return { action: "beside", acceptance: "replay" };
  // Another occurrence is no second try of the dead one: reviving that with its content would lose it.
  if (isOther && entry.isRepeatable) return { action: "beside", acceptance: "accepted" };
  if (!isDead) return { action: "keep", acceptance: "duplicate" };
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
export function toBeside(entry: Entry, acceptance: Acceptance, onReplay: "hold" | "handle"): Entry {
  const slot = entry.ownSlot ?? entry.slot;
  if (acceptance !== "replay") return { ...entry, slot };
  const isHandled = entry.isRepeatable || onReplay === "handle";
  return { ...entry, slot, replay: true, storedDead: isHandled ? entry.storedDead : "replay" };
}

/** A dead delivery as it runs again: the content of `entry`, the place of `stored`. */
export function toRevived(entry: Entry, stored: Pick<EntryFields, "slot" | "replay" | "receivedAt">): Entry {
  const { slot, replay, receivedAt } = stored;
  return { ...entry, slot, replay, receivedAt, storedDead: undefined };
}

/** A delivery that must not run cannot revive anything: a replay, or one that nobody can read. */
function reviveOrKeep({ storedDead }: Entry): "revive" | "keep" {
  return storedDead === undefined ? "revive" : "keep";
}

/** Whether a later delivery of equal bytes would be a new one. */
function isOver({ state, doneAt }: SlotHolder, windowMs: number, now: number): boolean {
  return state === "done" && now - doneAt >= windowMs;
}
