import * as fc from "fast-check";

/** Settings of one run of a fuzzer. */
export interface Settings {
  /** Equal seeds make equal cases. */
  readonly seed: number;
  readonly cases: number;
  /** Where to begin, to see one failing case again: the path that a fault names. */
  readonly path?: string | undefined;
}

/** What a run found. */
export interface Findings {
  readonly cases: number;
  /** One text for each fault: the smallest case that shows it, and how to see it again. */
  readonly faults: readonly string[];
}

/** One attack. */
export interface Fuzzer {
  readonly name: string;
  /** What it makes up and what must hold, in a sentence. */
  readonly claim: string;
  /** How many cases a CI run has. */
  readonly cases: number;
  run(settings: Settings): Promise<Findings>;
}

/** A property, and which part of the fuzzer's cases it gets. */
export type Part = readonly [share: number, property: fc.IRawProperty<unknown>];

/**
 * Runs the properties of a fuzzer, all of them, whatever the first ones find. A failing case is
 * made as small as it gets.
 */
export async function explore(parts: readonly Part[], { seed, cases, path }: Settings): Promise<Findings> {
  const [chosen, pathOfPart] = path?.split("/") ?? [];
  const found: Findings[] = [];
  for (const [index, [share, property]] of parts.entries()) {
    if (chosen !== undefined && Number(chosen) !== index) continue;
    const numRuns = Math.ceil(cases * share);
    const details = await fc.check(property, { seed, numRuns, ...(pathOfPart && { path: pathOfPart }) });
    found.push({ cases: details.numRuns, faults: details.failed ? [faultOf(details, index)] : [] });
  }
  return {
    cases: found.reduce((sum, one) => sum + one.cases, 0),
    faults: found.flatMap(({ faults }) => faults),
  };
}

function faultOf(details: fc.RunDetails<unknown>, part: number): string {
  const { counterexample, counterexamplePath, errorInstance, seed } = details;
  const reason = errorInstance instanceof Error ? errorInstance.message : fc.stringify(errorInstance);
  const smallest = fc.stringify(counterexample).slice(0, 2000);
  return `${reason}\n  case ${smallest}\n  seen again with --seed ${seed} --path ${part}/${counterexamplePath}`;
}
