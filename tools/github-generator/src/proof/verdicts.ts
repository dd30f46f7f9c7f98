import type { Sample } from "../read/evidence.ts";
import type { Shapes } from "../model/shapes.ts";
import { checkOf } from "./check-of.ts";
import { Mutations } from "./mutations.ts";
import { checkFor, schemaFor } from "./validators.ts";

/** How three readings of the shapes judged the same changed payloads. */
export interface Verdicts {
  readonly total: number;
  readonly passed: number;
  /** Changes on which they differ. None, if the check that `verify` runs and the schema say the same. */
  readonly differing: readonly string[];
}

/** Compares the check, the schema and the shapes as they stand on so many mutations of each sample. */
export function compareVerdicts(shapes: Shapes, samples: readonly Sample[], mutations: number): Verdicts {
  const interpreted = checkOf(shapes);
  const differing: string[] = [];
  let passed = 0;
  samples.forEach(({ event, payload: original }, index) => {
    const payload = structuredClone(original) as Record<string, unknown>;
    const [check, schema] = [checkFor(event), schemaFor(event)];
    const changes = new Mutations(payload, index + 1);
    for (let round = 0; round < mutations; round++) {
      changes.once((change) => {
        const verdicts = [check(payload), schema(payload), interpreted(event, payload)];
        if (verdicts[0]) passed++;
        if (new Set(verdicts).size > 1) differing.push(`${event} with ${change}: ${verdicts.join(", ")}`);
      });
    }
  });
  return { total: samples.length * mutations, passed, differing };
}
