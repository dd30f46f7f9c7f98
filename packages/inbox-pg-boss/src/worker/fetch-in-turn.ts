import type { JobWithMetadata } from "pg-boss";
import type { Engine } from "../job/engine.ts";
import type { JobData } from "../job/job.ts";

/** Scopes in one round at most: each is a value in the statement. */
const MAX_ROUND = 1000;

/** Fetches jobs of a queue. */
export type FetchInTurn = (queue: string, limit: number) => Promise<readonly JobWithMetadata<JobData>[]>;

/**
 * Fetches the scopes of a queue in rounds: those first that had none in this round. A round is over
 * when nobody else waits.
 */
export function createFetchInTurn({ boss, db }: Pick<Engine, "boss" | "db">): FetchInTurn {
  const rounds = new Map<string, Set<string>>();

  async function fetch(
    queue: string,
    limit: number,
    ignored: ReadonlySet<string>,
  ): Promise<JobWithMetadata<JobData>[]> {
    const ignoreGroups = ignored.size === 0 ? null : [...ignored];
    const options = { batchSize: limit, includeMetadata: true, ignoreGroups, db } as const;
    return boss.fetch<JobData>(queue, options);
  }

  return async (queue, limit) => {
    const round = rounds.get(queue) ?? new Set<string>();
    rounds.set(queue, round);
    const jobs = await fetch(queue, limit, round);
    const wasEmpty = jobs.length === 0;
    if (round.size > 0 && jobs.length < limit) {
      if (wasEmpty) round.clear();
      jobs.push(...(await fetch(queue, limit - jobs.length, new Set())));
    }
    for (const { groupId } of jobs) if (typeof groupId === "string") round.add(groupId);
    if (round.size > MAX_ROUND) round.clear();
    return jobs;
  };
}
