import { MAX_KEPT } from "@flaghook/inbox/store";
import { isPoison, isShared, nameOf } from "../workload/ids.ts";
import { faultOf, gather, repeated, type History } from "./history.ts";
import type { StoredRow } from "./audit.ts";

/**
 * One of equal bytes is the first, `accepted` once. The others are replays, kept aside until a
 * retry.
 */
export function replayFaults(history: History): string[] {
  const { acknowledged, audit, done, dead, retrying, retried } = history;
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
      "kept aside although their bytes had not come before",
    ),
    ...faultOf(
      replays.filter((id) => done.has(id) && !retrying.has(id)),
      "replays done that nobody retried",
    ),
    ...faultOf(
      [
        ...gather(
          [...dead.values()].flatMap(({ id, reason }) => (reason === "replay" ? [[nameOf(id), id]] : [])),
        ),
      ]
        .filter(([, ids]) => ids.length > MAX_KEPT)
        .map(([name]) => name),
      `names of which more than ${MAX_KEPT} replays are kept`,
    ),
    ...faultOf(
      [...retried].filter((id) => dead.get(id)?.reason === "replay"),
      "replays kept aside again after a retry",
    ),
    ...faultOf(
      wrongAcceptances(history, new Set(rows.filter(({ isReplay }) => !isReplay).map(({ id }) => id))),
      "given the wrong acceptance",
    ),
    ...acceptedFaults(history, firsts),
  ];
}

/**
 * A first delivery is accepted or a duplicate. A replay stays one until a retry makes it a
 * duplicate.
 */
function wrongAcceptances({ acceptancesById, retrying }: History, firsts: ReadonlySet<string>): string[] {
  const mayAccept = (id: string, acceptance: string): boolean => {
    if (isPoison(id) || firsts.has(id)) return acceptance !== "replay";
    return acceptance === "replay" || (acceptance === "duplicate" && retrying.has(id));
  };
  return [...acceptancesById]
    .filter(([id, acceptances]) => !acceptances.every((acceptance) => mayAccept(id, acceptance)))
    .map(([id]) => id);
}

/**
 * The first delivery of a name is accepted once. Its response may be lost where some sending had
 * none.
 */
function acceptedFaults(
  { acceptancesById, sendings }: History,
  firsts: ReadonlyMap<string, readonly StoredRow[]>,
): string[] {
  const accepted = [...acceptancesById]
    .filter(([id]) => !isPoison(id))
    .flatMap(([id, acceptances]) => acceptances.filter((one) => one === "accepted").map(() => nameOf(id)));
  const heard = new Set(accepted);
  const unheard = [...firsts]
    .filter(([name, [first]]) => {
      const id = first!.id;
      return !heard.has(name) && (acceptancesById.get(id)?.length ?? 0) >= (sendings.get(id)?.length ?? 0);
    })
    .map(([name]) => name);
  return [
    ...faultOf(repeated(accepted), "names accepted twice"),
    ...faultOf(unheard, "names never accepted"),
  ];
}
