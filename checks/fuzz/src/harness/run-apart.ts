import { fork } from "node:child_process";
import { once } from "node:events";
import type { Findings, Settings } from "./fuzzer.ts";

/** What one fuzzer found, and how long it took. */
export interface Report extends Findings {
  readonly seconds: number;
}

/**
 * Runs a fuzzer in a process of its own: what one poisons, another does not see, and a process that
 * ends is a fault like any other.
 */
export async function runApart(name: string, settings: Settings): Promise<Report> {
  const startedAt = performance.now();
  const child = fork(new URL("../worker.ts", import.meta.url), [JSON.stringify({ name, settings })]);
  let findings: Findings | undefined;
  child.on("message", (message) => {
    findings = message as Findings; // as worker.ts sends them
  });
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  const seconds = (performance.now() - startedAt) / 1000;
  const ended = `the process ended with ${signal ?? code} before it was through`;
  return { ...(findings ?? { cases: 0, faults: [ended] }), seconds };
}
