import type { Entry } from "../store/stored-entry.ts";
import type { DeadReason, Outcome, State } from "../store/store.ts";

/** What a store knows of the delivery that already stands in a place. Times in milliseconds since 1970. */
export interface Occupant {
  readonly state: State;
  readonly reason: DeadReason | undefined;
  readonly unsignedId: string | undefined;
  readonly acceptedAt: number;
  /** When it became done. */
  readonly doneAt: number | undefined;
}

/** What to do with a delivery whose place is taken. */
export type Placement =
  /** The occupant's window is over: store the new one in its place. */
  | { readonly action: "replace" }
  /** Run the dead occupant again, with what the new one brought. */
  | { readonly action: "revive"; readonly outcome: Outcome }
  /** Store nothing. */
  | { readonly action: "keep"; readonly outcome: Outcome }
  /** Equal signed bytes under another unsigned id: look at the place of that id. Stored there, it is `outcome`. */
  | { readonly action: "beside"; readonly outcome: Outcome };

/**
 * The rules of the place of the entry's own unsigned id, before those of the first place. Nothing when that is to decide.
 *
 * Before, since the first delivery may be gone: what stood beside it is remembered for a window of its own.
 */
export function placeOwn(
  entry: Entry,
  occupant: Occupant,
  window: number,
  now: number,
): Extract<Placement, { action: "revive" | "keep" }> | undefined {
  if (isOver(entry, occupant, window, now)) return undefined;
  if (occupant.state !== "dead") return { action: "keep", outcome: "duplicate" };
  return occupant.reason === "replay" ? undefined : { action: "revive", outcome: "accepted" };
}

/** The rules of the first place. */
export function placeFirst(entry: Entry, occupant: Occupant, window: number, now: number): Placement {
  if (isOver(entry, occupant, window, now)) return { action: "replace" };
  const isDead = occupant.state === "dead";
  const isOther =
    entry.unsignedId !== undefined &&
    occupant.unsignedId !== undefined &&
    entry.unsignedId !== occupant.unsignedId;
  if (isOther && !isDead) return { action: "beside", outcome: "replay" };
  // Another occurrence is no second try of the dead one: to revive that with this one's content would lose it.
  if (isOther && entry.repeatable) return { action: "beside", outcome: "accepted" };
  if (!isDead) return { action: "keep", outcome: "duplicate" };
  // What must not run cannot revive anything.
  return { action: entry.held === undefined ? "revive" : "keep", outcome: "accepted" };
}

/** The rules of the place beside a first one. `entry` is what `toBeside` made. */
export function placeBeside(entry: Entry, occupant: Occupant, window: number, now: number): Placement {
  if (isOver(entry, occupant, window, now)) return { action: "replace" };
  if (occupant.state !== "dead") return { action: "keep", outcome: "duplicate" };
  if (occupant.reason !== "replay") return { action: "revive", outcome: "accepted" };
  // Held: a second replay must not set it free.
  return { action: entry.held === "replay" ? "keep" : "revive", outcome: "replay" };
}

/** The entry as it is stored beside a first one. A replay is held, unless its event repeats or the user wants replays handled. */
export function toBeside(entry: Entry, outcome: Outcome, onReplay: "hold" | "handle"): Entry {
  const slot = entry.ownSlot ?? entry.slot;
  if (outcome !== "replay") return { ...entry, slot };
  const isHandled = entry.repeatable || onReplay === "handle";
  return { ...entry, slot, replay: true, held: entry.held ?? (isHandled ? undefined : "replay") };
}

/** Whether a later delivery of equal bytes would be a new one. */
function isOver(entry: Entry, occupant: Occupant, window: number, now: number): boolean {
  if (entry.occurrenceWindow !== undefined) {
    // Either way: where the clock was set back, better to handle a change twice than to lose it.
    return Math.abs(now - occupant.acceptedAt) >= entry.occurrenceWindow;
  }
  return occupant.state === "done" && now - (occupant.doneAt ?? occupant.acceptedAt) >= window;
}
