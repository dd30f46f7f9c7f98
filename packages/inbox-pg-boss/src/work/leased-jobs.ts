import type { Engine } from "../commit/commit.ts";
import {
  failedAttempt,
  type Fence,
  type LeaseRows,
  messageOf,
  queueName,
  type RowClaim,
  type Run,
  type Settlement,
  type Verdict,
} from "@flaghook/inbox/store";
import { toEntry, type JobData } from "../job/job.ts";
import { answerOf, inTransaction, lazyTransaction } from "../database/transaction.ts";

/** Which attempt of a job a call is about. */
interface JobAttempt {
  readonly id: string;
  readonly retryCount: number;
}

interface QueuedAttempt {
  readonly queue: string;
  readonly job: JobAttempt;
}

/** pg-boss as the lease loop drives it: fetch, touch, complete and fail are its own, each fenced to the fetched attempt. */
export function bossRows(engine: Engine): LeaseRows {
  const { boss, db, table, settings } = engine;

  async function complete(queue: string, jobs: JobAttempt[]): Promise<readonly string[]> {
    return (await answerOf(boss.complete(queue, jobs, undefined, { db }))).settled ?? [];
  }

  async function fetch(provider: string, limit: number): Promise<RowClaim[]> {
    const queue = queueName(provider);
    const jobs = await boss.fetch<JobData>(queue, { batchSize: limit, includeMetadata: true, db });
    return jobs.flatMap((job) => {
      const id = `${queue}:${job.id}`;
      const attempt = job.retryCount + 1;
      // A revival, and a stop that gave it back, raised the limit.
      const tries = Math.max(1, settings.attempts - (job.retryLimit - job.retryCount));
      const isLast = job.retryCount >= job.retryLimit;
      try {
        return [{ id, entry: toEntry(job.data), attempt, tries, isLast }];
      } catch (error) {
        bury({ id, provider, attempt }, messageOf(error)).catch(settings.onError);
        return [];
      }
    });
  }

  /** Ends one that cannot be read. Should this fail, its lease runs out and the next start comes here again. */
  async function bury(fence: Fence, error: string): Promise<void> {
    await endDead(toJob(fence), { state: "dead", reason: "unreadable", error });
  }

  async function settleOne(settlement: Settlement, now: number): Promise<boolean> {
    const { verdict } = settlement;
    if (verdict.state === "released") return release(settlement);
    if (verdict.state === "retry") return retry(settlement, Math.max(0, settlement.due - now));
    const { queue, job } = toJob(settlement);
    if (verdict.state === "dead" && verdict.reason !== "attempts") return endDead({ queue, job }, verdict);
    return (await answerOf(boss.fail(queue, job, outputOf(verdict), { db }))).affected === 1;
  }

  /** Cancelled: pg-boss would try a failed one again. */
  async function endDead({ queue, job }: QueuedAttempt, verdict: Verdict): Promise<boolean> {
    return inTransaction(boss, undefined, async (tx) => {
      const { affected } = await answerOf(boss.cancel(queue, job, { db: tx }));
      if (affected === 1) await table.setOutput(queue, job.id, outputOf(verdict), tx);
      return affected === 1;
    });
  }

  /** Cancelled and resumed: pending at once, and no start to count. */
  async function release(settlement: Settlement): Promise<boolean> {
    const { queue, job } = toJob(settlement);
    return inTransaction(boss, undefined, async (tx) => {
      const { affected } = await answerOf(boss.cancel(queue, job, { db: tx }));
      if (affected !== 1) return false;
      await boss.resume(queue, job.id, { db: tx });
      const [row] = await table.byIds(queue, [job.id], tx);
      await boss.update(queue, undefined, { id: job.id, retryLimit: row!.retryLimit + 1, db: tx });
      return true;
    });
  }

  async function retry(settlement: Settlement, wait: number): Promise<boolean> {
    const { queue, job } = toJob(settlement);
    return inTransaction(boss, undefined, async (tx) => {
      const { affected } = await answerOf(boss.fail(queue, job, outputOf(settlement.verdict), { db: tx }));
      if (affected !== 1) return false;
      await boss.update(queue, undefined, { id: job.id, startAfter: wait / 1000, db: tx });
      return true;
    });
  }

  return {
    async claim({ providers, limit }) {
      const claims: RowClaim[] = [];
      for (const provider of providers) {
        if (claims.length === limit) break;
        try {
          claims.push(...(await fetch(provider, limit - claims.length)));
        } catch (error) {
          if (claims.length === 0) throw error;
          settings.onError(error); // what was fetched before is running already
          break;
        }
      }
      return claims;
    },

    async renew(fences) {
      const renewed = await byQueue(
        fences,
        async (queue, jobs) => (await answerOf(boss.touch(queue, jobs, { db }))).settled ?? [],
      );
      return fences.map((fence) => renewed.has(fence));
    },

    async settle(batch, now) {
      const done = batch.filter(({ verdict }) => verdict.state === "done");
      const completed = await byQueue(done, complete);
      return Promise.all(
        batch.map(async (settlement) =>
          settlement.verdict.state === "done" ? completed.has(settlement) : settleOne(settlement, now),
        ),
      );
    },

    // Postgres says when there is something; the poll finds what comes out of a backoff.
    nextDue: async () => undefined,
  };
}

/** Gives each attempt a transaction, and completes the delivery in it when the handler has used it. */
export function withTransactions(engine: Engine, run: Run): Run {
  const { boss, settings } = engine;
  return async (claim, signal) => {
    const tx = lazyTransaction(boss, settings.timeout);
    const verdict = await run({ ...claim, tx }, signal);
    if (!tx.isBegun()) return verdict;
    if (verdict.state !== "done") {
      await tx.rollback().catch(settings.onError);
      return verdict;
    }
    const { queue, job } = toJob({ ...claim, provider: claim.entry.provider });
    try {
      await tx.finish(async (db) => {
        const { affected } = await answerOf(boss.complete(queue, job, null, { db }));
        if (affected !== 1) throw new Error("the lease was lost before the transaction could commit.");
      });
      return verdict;
    } catch (error) {
      return failedAttempt(error, claim);
    }
  };
}

function outputOf(verdict: Verdict): object {
  const error = "error" in verdict ? verdict.error : undefined;
  return verdict.state === "dead" ? { reason: verdict.reason, error } : { error };
}

function toJob({ provider, id, attempt }: Fence): QueuedAttempt {
  const queue = queueName(provider);
  return { queue, job: { id: id.slice(queue.length + 1), retryCount: attempt - 1 } };
}

/**
 * Calls once per queue; the fences whose attempt was still the newest. pg-boss answers with ids alone, so of two attempts of one
 * job only the newer is asked about: the older has lost its lease.
 */
async function byQueue(
  fences: readonly Fence[],
  call: (queue: string, jobs: JobAttempt[]) => Promise<readonly string[]>,
): Promise<ReadonlySet<Fence>> {
  const queues = new Map<string, Map<string, Fence>>();
  for (const fence of fences) {
    const { queue, job } = toJob(fence);
    const newest = queues.get(queue) ?? new Map<string, Fence>();
    queues.set(queue, newest);
    if ((newest.get(job.id)?.attempt ?? 0) < fence.attempt) newest.set(job.id, fence);
  }
  const held = await Promise.all(
    Array.from(queues, async ([queue, newest]) => {
      const ids = await call(
        queue,
        Array.from(newest.values(), (fence) => toJob(fence).job),
      );
      return ids.flatMap((id) => newest.get(id) ?? []);
    }),
  );
  return new Set(held.flat());
}
