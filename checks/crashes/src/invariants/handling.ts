import type { Effect } from "../workload/tables.ts";
import { faultOf, isStored, type History } from "./history.ts";

/**
 * Done was handled, dead was not. A repeated handling follows a lost process, lease or engine, and
 * never happens in the transaction of the completion. A key names one delivery, an attempt one
 * start.
 */
export function handlingFaults(history: History): string[] {
  const { done, handlings, inside } = history;
  const all = [...handlings];
  const namesOf = (condition: (id: string, effects: readonly Effect[]) => boolean): string[] =>
    all.filter(([id, effects]) => condition(id, effects)).map(([id]) => id);
  return [
    ...faultOf(
      [...done.keys()].filter((id) => !handlings.has(id)),
      "done and never handled",
    ),
    ...faultOf(
      namesOf((id) => isStored(history, id) && !done.has(id)),
      "handled and not done",
    ),
    ...faultOf(
      namesOf((id, effects) => inside.has(id) && effects.length > 1),
      "with two effects in transactions of their completion",
    ),
    ...faultOf(
      namesOf((_, effects) => hasEqual(effects.map(({ attempt }) => attempt))),
      "handled twice in one attempt",
    ),
    ...faultOf(
      namesOf((_, effects) => isUnexplained(history, effects)),
      "handled again although no process and no lease was lost",
    ),
    ...keyFaults(all),
    ...startFaults(history),
  ];
}

/** How often a handling was repeated. */
export function countAgain({ handlings }: History): number {
  return [...handlings.values()].reduce((sum, effects) => sum + effects.length - 1, 0);
}

function isUnexplained({ killed, lost, unrecorded }: History, effects: readonly Effect[]): boolean {
  const isExplained = (start: string): boolean => lost.has(start) || unrecorded.has(start);
  return effects
    .toSorted((a, b) => a.attempt - b.attempt)
    .slice(0, -1)
    .some(({ id, attempt, pid }) => !killed.has(pid) && !isExplained(`${id} ${attempt}`));
}

function keyFaults(all: readonly (readonly [string, readonly Effect[]])[]): string[] {
  const owners = new Map<string, string>();
  const sharing: string[] = [];
  for (const [id, effects] of all) {
    const keys = new Set(effects.map(({ key }) => key));
    if (keys.size > 1 || [...keys].some((key) => owners.has(key))) sharing.push(id);
    for (const key of keys) owners.set(key, id);
  }
  return faultOf(sharing, "without a key of their own");
}

/** A purged delivery can have come again, and then counts from one. */
function startFaults({ startedAttempts, purges }: History): string[] {
  const twice = [...startedAttempts]
    .filter(([id, attempts]) => !purges.gone.has(id) && !purges.unfinished.has(id) && hasEqual(attempts))
    .map(([id]) => id);
  return faultOf(twice, "started twice under one number");
}

function hasEqual(numbers: readonly number[]): boolean {
  return new Set(numbers).size !== numbers.length;
}
