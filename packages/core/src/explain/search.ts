import type { Damage, Undone } from "./model/damage.ts";
import { BAD_HEADER } from "./model/refusal.ts";
import type { Suspect } from "./model/suspect.ts";
import { tryUndone } from "./trial/trial.ts";
import type { TrialBudget } from "./trial/trial-budget.ts";

/** A damage, undone in one way. */
export interface Step {
  readonly damage: Damage;
  readonly undone: Undone;
  /** Nothing showed the damage. */
  readonly isGuess: boolean;
}

/** The findings of a search. */
export interface SearchResult {
  /**
   * Damages that were undone, one after the other, until the signature matched. Empty when it never
   * did.
   */
  readonly proof: readonly Step[];
  /**
   * Undone damages that brought the header into form, or the secret, though the signature did not
   * match then.
   */
  readonly progress: readonly Step[];
}

/** Damages that may lie on top of each other. */
const MAX_DEPTH = 3;

/** Suspects of each depth that are looked at again. More would only spend the budget on guesses. */
const MAX_BRANCHES = 8;

interface Branch {
  readonly suspect: Suspect;
  readonly steps: readonly Step[];
}

/**
 * Undoes one damage after the other: those that show, then those that could be, and then whatever
 * lies behind one that shows or that brought the verification further.
 */
export function search(first: Suspect, damages: readonly Damage[], budget: TrialBudget): SearchResult {
  const progress: Step[] = [];
  let level: readonly Branch[] = [{ suspect: first, steps: [] }];

  for (let depth = 1; depth <= MAX_DEPTH && level.length > 0; depth++) {
    const advanced: Branch[] = [];
    const shown: Branch[] = [];
    for (const { branch, step } of stepsFrom(level, damages, budget)) {
      const { suspect, steps } = branch;
      const result = tryUndone(suspect, step.undone, budget);
      const taken = [...steps, step];
      if (result.kind === "match") return { proof: taken, progress };
      // A smaller candidate may still be affordable.
      if (result.kind === "unaffordable" || step.undone.isFinal === true) continue;
      const next = { suspect: result.suspect, steps: taken };
      if (isAdvance(suspect, result.suspect)) {
        advanced.push(next);
        if (progress.length === 0 && isTelling(suspect, step)) progress.push(...taken);
      } else if (!step.isGuess) {
        shown.push(next);
      }
    }
    level = [...advanced, ...shown].slice(0, MAX_BRANCHES);
  }
  return { proof: [], progress };
}

/**
 * Every damage of each suspect that was not undone before, in every way, for as long as a trial is
 * affordable. What shows on any of them comes before what could be: guesses may take the whole
 * budget.
 */
function* stepsFrom(
  level: readonly Branch[],
  damages: readonly Damage[],
  budget: TrialBudget,
): Generator<{ readonly branch: Branch; readonly step: Step }> {
  for (const isGuess of [false, true]) {
    for (const branch of level) {
      for (const step of stepsOf(branch, isGuess, damages, budget)) yield { branch, step };
    }
  }
}

function* stepsOf(
  { suspect, steps }: Branch,
  isGuess: boolean,
  damages: readonly Damage[],
  budget: TrialBudget,
): Generator<Step> {
  for (const damage of damages) {
    if (!damage.after.includes(suspect.refusal) || steps.some((step) => step.damage === damage)) continue;
    for (const undone of (isGuess ? damage.guess : damage.undo)?.(suspect) ?? []) {
      if (!budget.affords(suspect.body.length, suspect.secrets)) return;
      yield { damage, undone, isGuess };
    }
  }
}

/**
 * Whether verification came further than before: past the header's form, or the secret's, to the
 * signature.
 */
function isAdvance(before: Suspect, after: Suspect): boolean {
  if (after.refusal !== "signature-mismatch") return false;
  return ["body-not-raw", "secret-form", ...BAD_HEADER].includes(before.refusal);
}

/** Bytes are a key of any form: that a guessed reading of the secret is taken says nothing. */
function isTelling(suspect: Suspect, { isGuess }: Step): boolean {
  return suspect.refusal !== "secret-form" || !isGuess;
}
