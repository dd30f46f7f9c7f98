import { isPoison, isShared, nameOf } from "../ids.ts";
import { faultOf, gather, repeated, type Account } from "./account.ts";
import type { StoredRow } from "./audit.ts";

/**
 * Of equal bytes one is the first, and is answered `accepted` once. The others are replays: held
 * until they are retried.
 */
export function replayFaults(account: Account): string[] {
  const { acknowledged, audit, done, dead, retrying, retried } = account;
  const rows = [...audit.done, ...audit.dead].filter(({ id }) => !isPoison(id));
  const replays = rows.filter(({ isReplay }) => isReplay).map(({ id }) => id);
  const firsts = gather(rows.filter(({ isReplay }) => !isReplay).map((row) => [nameOf(row.id), row]));
  const names = new Set([...acknowledged].filter((id) => !isPoison(id)).map(nameOf));
  return [
    ...faultOf(
      [...names].filter((name) => firsts.get(name)?.length !== 1),
      "names without just one first delivery",
    ),
    ...faultOf(
      replays.filter((id) => nameOf(id) === id && !isShared(id)),
      "held although their bytes had not come before",
    ),
    ...faultOf(
      replays.filter((id) => done.has(id) && !retrying.has(id)),
      "replays done that nobody retried",
    ),
    ...faultOf(
      [...retried].filter((id) => dead.get(id)?.reason === "replay"),
      "replays held again after a retry",
    ),
    ...faultOf(
      strangeAnswers(account, new Set(rows.filter(({ isReplay }) => !isReplay).map(({ id }) => id))),
      "answered with another outcome than theirs",
    ),
    ...acceptedFaults(account, firsts),
  ];
}

/**
 * A first one is accepted or a duplicate. A replay is one each time, until a retry makes it a
 * duplicate.
 */
function strangeAnswers({ answers, retrying }: Account, firsts: ReadonlySet<string>): string[] {
  const mayAnswer = (id: string, outcome: string): boolean => {
    if (isPoison(id) || firsts.has(id)) return outcome !== "replay";
    return outcome === "replay" || (outcome === "duplicate" && retrying.has(id));
  };
  return [...answers]
    .filter(([id, outcomes]) => !outcomes.every((outcome) => mayAnswer(id, outcome)))
    .map(([id]) => id);
}

/**
 * The first one of a name is accepted once. Only where some try was never answered, nobody may have
 * heard it.
 */
function acceptedFaults(
  { answers, tries }: Account,
  firsts: ReadonlyMap<string, readonly StoredRow[]>,
): string[] {
  const accepted = [...answers]
    .filter(([id]) => !isPoison(id))
    .flatMap(([id, outcomes]) => outcomes.filter((one) => one === "accepted").map(() => nameOf(id)));
  const heard = new Set(accepted);
  const unheard = [...firsts]
    .filter(([name, [first]]) => {
      const id = first!.id;
      return !heard.has(name) && (answers.get(id)?.length ?? 0) >= (tries.get(id)?.length ?? 0);
    })
    .map(([name]) => name);
  return [
    ...faultOf(repeated(accepted), "names accepted twice"),
    ...faultOf(unheard, "names never accepted"),
  ];
}
