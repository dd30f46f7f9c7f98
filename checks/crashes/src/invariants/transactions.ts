import { faultOf, isStored, type History } from "./history.ts";

/** A delivery accepted in a writer's transaction is stored exactly when the writer's own row is. */
export function transactionFaults(history: History): string[] {
  if (history.audit.ledger === undefined) return [];
  const ledger = new Set(history.audit.ledger);
  const { tries, answers } = history;
  const ids = [...tries].map(([id, own]) => ({ id, ways: new Set(own.map(({ how }) => how)) }));
  return [
    ...faultOf(
      ids.filter(({ id, ways }) => !ways.has("commit") && ledger.has(id)).map(({ id }) => id),
      "in the ledger although rolled back",
    ),
    ...faultOf(
      ids
        .filter(({ id, ways }) => isInside(ways) && !ledger.has(id) && isStored(history, id))
        .map(({ id }) => id),
      "stored without their row in the ledger",
    ),
    ...faultOf(
      ids.filter(({ id, ways }) => isInside(ways) && !ledger.has(id) && answers.has(id)).map(({ id }) => id),
      "committed and not in the ledger",
    ),
  ];
}

function isInside(ways: ReadonlySet<string>): boolean {
  return !ways.has("alone");
}
