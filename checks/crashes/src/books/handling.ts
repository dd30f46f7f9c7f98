import type { Effect } from "../transactions.ts";
import { faultOf, isStored, type Account } from "./account.ts";

/**
 * Done was handled, dead was not. Handled again only where a process or a lease was lost, and never
 * in the transaction of the completion. A key names one delivery, an attempt one start.
 */
export function handlingFaults(account: Account): string[] {
  const { done, handlings, inside } = account;
  const all = [...handlings];
  const namesOf = (condition: (id: string, effects: readonly Effect[]) => boolean): string[] =>
    all.filter(([id, effects]) => condition(id, effects)).map(([id]) => id);
  return [
    ...faultOf(
      [...done.keys()].filter((id) => !handlings.has(id)),
      "done and never handled",
    ),
    ...faultOf(
      namesOf((id) => isStored(account, id) && !done.has(id)),
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
      namesOf((_, effects) => isUnexplained(account, effects)),
      "handled again although no process and no lease was lost",
    ),
    ...keyFaults(all),
    ...startFaults(account),
  ];
}

/** How often a handling was repeated. */
export function countAgain({ handlings }: Account): number {
  return [...handlings.values()].reduce((sum, effects) => sum + effects.length - 1, 0);
}

function isUnexplained({ killed, lost }: Account, effects: readonly Effect[]): boolean {
  return effects
    .toSorted((a, b) => a.attempt - b.attempt)
    .slice(0, -1)
    .some(({ id, attempt, pid }) => !killed.has(pid) && !lost.has(`${id} ${attempt}`));
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

/** One that was purged can have come again, and then counts from one. */
function startFaults({ starts, purges }: Account): string[] {
  const twice = [...starts]
    .filter(([id, attempts]) => !purges.gone.has(id) && !purges.unfinished.has(id) && hasEqual(attempts))
    .map(([id]) => id);
  return faultOf(twice, "started twice under one number");
}

function hasEqual(numbers: readonly number[]): boolean {
  return new Set(numbers).size !== numbers.length;
}
