import { isPoison } from "../ids.ts";
import { canBeDead, faultOf, isStored, repeated, type Account } from "./account.ts";

/** What became of the acknowledged deliveries that are not stored. */
export interface Absent {
  readonly purged: readonly string[];
  readonly lost: readonly string[];
}

/**
 * Purged is what an operator saw go, what one that was killed meant to purge, and as many more as
 * the purges counted. Nothing that was handled or set free may be among them.
 */
export function findAbsent(account: Account): Absent {
  const { acknowledged, purges } = account;
  const absent = [...acknowledged].filter((id) => !isStored(account, id));
  const possible = absent.filter((id) => couldBePurged(account, id));
  const unlisted = possible
    .filter((id) => !wasSeenToGo(account, id) && !purges.unfinished.has(id))
    .slice(purges.unlisted);
  const lost = new Set([...absent.filter((id) => !couldBePurged(account, id)), ...unlisted]);
  return { purged: absent.filter((id) => !lost.has(id)), lost: [...lost] };
}

function couldBePurged({ handlings, retried }: Account, id: string): boolean {
  return canBeDead(id) && !handlings.has(id) && (isPoison(id) || !retried.has(id));
}

/** After it was last sent: an earlier purge removed an earlier one. */
function wasSeenToGo({ purges, tries }: Account, id: string): boolean {
  const sentAt = tries.get(id)?.at(-1)?.at ?? -1;
  return (purges.gone.get(id) ?? -1) > sentAt;
}

/** Each acknowledged delivery stands in one place, once, and nothing else does. */
export function keepingFaults(account: Account, { lost }: Absent): string[] {
  const { audit, done, dead, tries } = account;
  const stored = [...audit.done, ...audit.dead].map(({ id }) => id);
  const { counts } = audit;
  const isCounted =
    counts.done === done.size && counts.dead === dead.size && counts.pending + counts.running === 0;
  return [
    ...faultOf(lost, "acknowledged and lost"),
    ...faultOf(
      stored.filter((id) => !tries.has(id)),
      "stored and never sent",
    ),
    ...faultOf(repeated(stored), "stored twice"),
    ...faultOf(
      [...dead.values()].filter((row) => row.reason !== reasonFor(row.id)).map(({ id }) => id),
      "dead for no reason of theirs",
    ),
    ...(isCounted
      ? []
      : [`counts say ${JSON.stringify(counts)}, the lists ${done.size} done and ${dead.size} dead`]),
  ];
}

/** Why it may be dead. */
function reasonFor(id: string): string | undefined {
  if (isPoison(id)) return "attempts";
  return canBeDead(id) ? "replay" : undefined;
}
