import type { Entry } from "./entry.ts";
import type { DeadReason, Outcome, State } from "./store.ts";

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
  /** Equal signed bytes under another unsigned id: look at the place of replays. */
  | { readonly action: "beside" };

/** The rules of the first place, for every store. */
export function placeFirst(entry: Entry, occupant: Occupant, window: number, now: number): Placement {
  if (isOver(entry, occupant, window, now)) return { action: "replace" };
  const isOther =
    entry.unsignedId !== undefined &&
    occupant.unsignedId !== undefined &&
    entry.unsignedId !== occupant.unsignedId;
  // Another occurrence of a repeatable event is no second try of the dead one: both are to be handled.
  if (isOther && (entry.repeatable || occupant.state !== "dead")) return { action: "beside" };
  if (occupant.state === "dead") return { action: "revive", outcome: "accepted" };
  return { action: "keep", outcome: "duplicate" };
}

/** The rules of the place of one replay. `entry` is what `asReplay` made. */
export function placeReplay(entry: Entry, occupant: Occupant, window: number, now: number): Placement {
  if (isOver(entry, occupant, window, now)) return { action: "replace" };
  if (occupant.state !== "dead") return { action: "keep", outcome: "duplicate" };
  if (occupant.reason !== "replay") return { action: "revive", outcome: "accepted" };
  // Held: a second replay must not set it free.
  if (entry.held === "replay") return { action: "keep", outcome: "replay" };
  return { action: "revive", outcome: "replay" };
}

/** The entry as it is stored beside a first one: held, unless its event repeats or the user wants replays handled. */
export function asReplay(entry: Entry, onReplay: "hold" | "handle"): Entry {
  const isHandled = entry.repeatable || onReplay === "handle";
  return {
    ...entry,
    slot: entry.replaySlot ?? entry.slot,
    replay: true,
    held: entry.held ?? (isHandled ? undefined : "replay"),
  };
}

/** Whether a later delivery of equal bytes would be a new one. */
function isOver(entry: Entry, occupant: Occupant, window: number, now: number): boolean {
  if (entry.occurrenceWindow !== undefined) return now - occupant.acceptedAt >= entry.occurrenceWindow;
  return occupant.state === "done" && now - (occupant.doneAt ?? occupant.acceptedAt) >= window;
}
