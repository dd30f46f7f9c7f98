import { checkOf } from "./check-of.ts";
import { buildShapes } from "../rules/build-shapes.ts";
import { collectEvidence } from "../read/evidence.ts";
import type { Input } from "../read/files.ts";
import { applyOverlays } from "../rules/overlays.ts";

/** How many of the samples passed that the rule had not seen. */
export interface CrossValidation {
  readonly passed: number;
  readonly total: number;
  readonly failures: readonly string[];
}

/**
 * Says how the leniency rule does on payloads that it did not learn from: it learns on four fifths of the samples and is
 * tried on the fifth, five times. What others have counted stays fixed. A fold takes every fifth sample, so that each event is spread over all of them.
 */
export function crossValidate({ description, samples, presence }: Input, folds = 5): CrossValidation {
  const corrected = applyOverlays(description);
  const failures: string[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const seen = samples.filter((_, index) => index % folds !== fold);
    const check = checkOf(buildShapes(corrected, collectEvidence(corrected, seen, presence)));
    samples.forEach((sample, index) => {
      if (index % folds === fold && !check(sample.event, sample.payload))
        failures.push(`${sample.event} #${index}`);
    });
  }
  return { passed: samples.length - failures.length, total: samples.length, failures };
}
