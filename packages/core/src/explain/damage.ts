import type { WebhookErrorCode } from "../errors/error.ts";
import type { Certainty } from "./diagnosis.ts";
import type { Suspect, SuspectChange } from "./suspect.ts";

/** What a trial gives: a code of `verify`, or that the secret has not the form that the scheme asks for. */
export type Refusal = WebhookErrorCode | "secret-form";

/** One kind of damage: what it is, how it is undone, what gives it away, and what to change. */
export interface Damage {
  readonly id: string;
  readonly title: string;
  /** Refusals that this damage can lead to. After any other it is not looked for. */
  readonly after: readonly Refusal[];
  /**
   * The delivery without a damage that it shows, in every way that it may have been: a second one may lie behind it. Lazy:
   * each is tried before the next is made. Never throws, whatever the delivery holds.
   */
  readonly undo?: (suspect: Suspect) => Iterable<Undone>;
  /** The same for a damage that nothing shows. Comes after everything that shows, and alone. */
  readonly guess?: (suspect: Suspect) => Iterable<Undone>;
  /** What speaks for this damage where undoing it has proven nothing. */
  readonly signs?: (suspect: Suspect) => Sign | undefined;
  /** What to change. */
  readonly fix: (suspect: Suspect) => string;
}

/** A damage undone in one way. */
export interface Undone {
  readonly change: SuspectChange;
  /** What was undone, in words. Nothing of the body, no secret, no signature. */
  readonly detail: string;
  /** Right or wrong as it is: no second damage is looked for behind it. */
  readonly isFinal?: boolean;
}

/** A damage that shows, without a proof. */
export interface Sign {
  readonly certainty: Exclude<Certainty, "proven">;
  readonly detail: string;
}

/** Refusals that say something about the signature itself, once the header is in form. */
export const MISMATCH: readonly Refusal[] = ["signature-mismatch"];

/** Refusals over the form of a header that the signature needs. */
export const BAD_HEADER: readonly Refusal[] = ["missing-signature", "malformed-signature"];
