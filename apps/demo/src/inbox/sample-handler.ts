import { setTimeout as sleep } from "node:timers/promises";
import type { Behaviour } from "../model/behaviour.ts";
import { readSampleScope } from "../model/sample-scope.ts";
import { ATTEMPTS } from "./attempts.ts";

/** How long a slow one takes: time enough to end the process in the middle. */
const SLOW_MS = 2000;

/** One attempt at a delivery, as the inbox gives it to a handler. */
interface Attempt {
  readonly scope: string;
  readonly attempt: number;
  readonly signal: AbortSignal;
}

/**
 * Comes before a sample delivery is handled, so that one can watch how the inbox takes it.
 * Real deliveries are never slowed down, and never fail by it.
 */
export interface SampleHandler {
  behaviour: Behaviour;
  /** @throws {Error} when the attempt is to fail */
  begin(attempt: Attempt): Promise<void>;
}

/** Works, until somebody wants something else. A restart forgets that. */
export function createSampleHandler(): SampleHandler {
  return {
    behaviour: "works",
    async begin({ scope, attempt, signal }) {
      const sample = readSampleScope(scope);
      if (sample === undefined) return;
      if (sample.fails && attempt <= ATTEMPTS)
        throw new Error("This sample is made to fail until it is dead. Retry it then, and it works.");
      if (this.behaviour === "fails") throw new Error("Handling samples was switched to fail on this page.");
      if (this.behaviour === "slow") await sleep(SLOW_MS, undefined, { signal });
    },
  };
}
