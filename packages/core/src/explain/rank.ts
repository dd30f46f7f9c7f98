import type { Damage } from "./model/damage.ts";
import type { Cause, Certainty } from "./model/diagnosis.ts";
import type { SearchResult, Step } from "./search.ts";
import type { Suspect } from "./model/suspect.ts";

/** More than this nobody reads. */
const MAX_CAUSES = 6;

/**
 * Ranks proven causes alone; else likely ones before possible ones. Damages keep the order of their
 * list.
 */
export function rankCauses(
  suspect: Suspect,
  found: SearchResult,
  damages: readonly Damage[],
): readonly Cause[] {
  if (found.proof.length > 0) {
    // Where the signature held all along, a match says nothing about it.
    const didHold = suspect.refusal === "invalid-json" || suspect.refusal === "schema-mismatch";
    return found.proof.map((step) => causeOfStep(suspect, step, didHold ? "likely" : "proven"));
  }
  const causes = found.progress.map((step) => causeOfStep(suspect, step, "likely"));
  const seen = new Set(causes.map(({ id }) => id));
  const signs: Cause[] = [];
  for (const damage of damages) {
    if (seen.has(damage.id) || !damage.after.includes(suspect.refusal)) continue;
    const sign = damage.signs?.(suspect);
    if (sign !== undefined) signs.push(causeOf(suspect, damage, sign.certainty, sign.detail));
  }
  return [...causes, ...signs.filter(isLikely), ...signs.filter((cause) => !isLikely(cause))].slice(
    0,
    MAX_CAUSES,
  );
}

function causeOfStep(suspect: Suspect, { damage, undone }: Step, certainty: Certainty): Cause {
  return causeOf(suspect, damage, certainty, undone.detail);
}

function causeOf(suspect: Suspect, damage: Damage, certainty: Certainty, detail: string): Cause {
  return { id: damage.id, certainty, title: damage.title, detail, fix: damage.fix(suspect) };
}

function isLikely({ certainty }: Cause): boolean {
  return certainty === "likely";
}
