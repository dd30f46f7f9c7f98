import { checkOf } from "./emit/check-of.ts";
import { buildShapes } from "./build.ts";
import { collectEvidence, type Sample } from "./read/evidence.ts";
import type { Description } from "./model.ts";

/** How many of the samples passed that the rule had not seen. */
export interface CrossValidation {
  readonly passed: number;
  readonly total: number;
  readonly failures: readonly string[];
}

/**
 * Says how the leniency rule does on payloads that it did not learn from: it learns on four fifths
 * of the samples and is tried on the fifth, five times. A fold takes every fifth sample, so that
 * each event is spread over all of them.
 */
export function crossValidate(
  description: Description,
  samples: readonly Sample[],
  folds = 5,
): CrossValidation {
  const failures: string[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const seen = samples.filter((_, index) => index % folds !== fold);
    const check = checkOf(buildShapes(description, collectEvidence(description, seen)));
    samples.forEach((sample, index) => {
      if (index % folds === fold && !check(sample.event, sample.payload))
        failures.push(`${sample.event} #${index}`);
    });
  }
  return { passed: samples.length - failures.length, total: samples.length, failures };
}
