import type { Certainty } from "./diagnosis.ts";
import type { Refusal } from "./refusal.ts";
import type { Suspect, SuspectChange } from "./suspect.ts";

/** One kind of damage: what it is, how it is undone, what gives it away, and what to change. */
export interface Damage {
  readonly id: string;
  readonly title: string;
  /** Refusals that this damage can lead to. After any other it is not looked for. */
  readonly after: readonly Refusal[];
  /**
   * The delivery without a damage that it shows, in every way that it may have been: a second one
   * may lie behind it. Lazy: each is tried before the next is made. Never throws, whatever the
   * delivery holds.
   */
  readonly undo?: (suspect: Suspect) => Iterable<Undone>;
  /** The same for a damage that nothing shows. Comes after everything that shows, and alone. */
  readonly guess?: (suspect: Suspect) => Iterable<Undone>;
  /** Signs of this damage, for when undoing it has proven nothing. */
  readonly signs?: (suspect: Suspect) => Sign | undefined;
  /** The change to make. */
  readonly fix: (suspect: Suspect) => string;
}

/** A damage undone in one way. */
export interface Undone {
  readonly change: SuspectChange;
  /** The damage in words. Nothing of the body, no secret, no signature. */
  readonly detail: string;
  /** Right or wrong as it is: no second damage is looked for behind it. */
  readonly isFinal?: boolean;
}

/** A damage that shows, without a proof. */
export interface Sign {
  readonly certainty: Exclude<Certainty, "proven">;
  readonly detail: string;
}
