import { isFlood, isPoison } from "../workload/ids.ts";
import { canBeDead, faultOf, isStored, repeated, type History } from "./history.ts";

/** Acknowledged deliveries that are not stored. */
export interface Absent {
  /** Replays of a flood: counted, since as many were kept as may be, or purged. */
  readonly counted: readonly string[];
  readonly purged: readonly string[];
  readonly lost: readonly string[];
}

/**
 * Purged deliveries are those that an operator saw go, those that a killed one was about to purge
 * or that came while it did, and as many more as the purges counted. None that was handled or
 * retried may be among them.
 */
export function findAbsent(history: History): Absent {
  const { acknowledged, purges } = history;
  const missing = [...acknowledged].filter((id) => !isStored(history, id));
  const counted = missing.filter(isFlood);
  const absent = missing.filter((id) => !isFlood(id));
  const possible = absent.filter((id) => couldBePurged(history, id));
  const unlisted = possible
    .filter((id) => !wasSeenToGo(history, id) && !purges.unfinished.has(id) && !cameDuringPurge(history, id))
    .slice(purges.unlisted);
  const lost = new Set([...absent.filter((id) => !couldBePurged(history, id)), ...unlisted]);
  return { counted, purged: absent.filter((id) => !lost.has(id)), lost: [...lost] };
}

function couldBePurged({ handlings, retried }: History, id: string): boolean {
  return canBeDead(id) && !handlings.has(id) && (isPoison(id) || !retried.has(id));
}

/** After it was last sent: an earlier purge removed an earlier delivery. */
function wasSeenToGo({ purges, sendings }: History, id: string): boolean {
  const sentAt = sendings.get(id)?.at(-1)?.at ?? -1;
  return (purges.gone.get(id) ?? -1) > sentAt;
}

/** Whether an unfinished purge can have removed it although its operator had not listed it. */
function cameDuringPurge({ purges, sendings, acknowledgedAt }: History, id: string): boolean {
  const sentAt = sendings.get(id)?.at(-1)?.at ?? Infinity;
  const at = acknowledgedAt.get(id) ?? -1;
  return purges.unfinishedSpans.some(({ from, to }) => sentAt < to && at > from);
}

/** Each acknowledged delivery is stored once, and nothing else is. */
export function storageFaults(history: History, { lost }: Absent): string[] {
  const { audit, done, dead, sendings } = history;
  const stored = [...audit.done, ...audit.dead].map(({ id }) => id);
  const { counts } = audit;
  const isCounted =
    counts.done === done.size && counts.dead === dead.size && counts.pending + counts.running === 0;
  return [
    ...faultOf(lost, "acknowledged and lost"),
    ...faultOf(
      stored.filter((id) => !sendings.has(id)),
      "stored and never sent",
    ),
    ...faultOf(repeated(stored), "stored twice"),
    ...faultOf(
      [...dead.values()].filter((row) => row.reason !== reasonFor(row.id)).map(({ id }) => id),
      "dead for the wrong reason",
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
