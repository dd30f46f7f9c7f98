import {
  messageOf,
  queueName,
  toInboxRow,
  type AttemptRecord,
  type AttemptResult,
  type ClaimedRow,
  type EndedRow,
  type Fence,
  type InboxRow,
  type LeaseRows,
} from "@flaghook/inbox/store";
import { inTransaction, responseOf } from "../database/transaction.ts";
import type { Engine } from "../job/engine.ts";
import { toEntry } from "../job/job.ts";
import { createFetchInTurn } from "./fetch-in-turn.ts";
import { callByQueue, toJobAttempt, type JobAttempt, type QueuedAttempt } from "./job-attempt.ts";

/**
 * pg-boss as the lease loop drives it. Fetch, touch, complete and fail are pg-boss's own, each
 * fenced to the fetched attempt.
 */
export function createLeasedJobs(engine: Engine): LeaseRows {
  const { boss, db, table, settings } = engine;
  const fetchInTurn = createFetchInTurn(engine);

  async function complete(queue: string, jobs: JobAttempt[]): Promise<readonly string[]> {
    return (await responseOf(boss.complete(queue, jobs, undefined, { db }))).settled ?? [];
  }

  async function fetch(provider: string, limit: number): Promise<(ClaimedRow | EndedRow)[]> {
    const queue = queueName(provider);
    const jobs = await fetchInTurn(queue, limit);
    return jobs.map((job): ClaimedRow | EndedRow => {
      const id = `${queue}:${job.id}`;
      const attempt = job.retryCount + 1;
      // A revival, and a stop that gave it back, raised the limit.
      const attemptsSinceRevival = Math.max(1, settings.attempts - (job.retryLimit - job.retryCount));
      const isLast = job.retryCount >= job.retryLimit;
      try {
        return { id, entry: toEntry(job.data), attempt, attemptsSinceRevival, isLast };
      } catch (error) {
        const message = messageOf(error);
        endUnreadable({ id, provider, attempt }, message).catch(settings.onError);
        return { ended: unreadableRow(id, provider, attempt, message) };
      }
    });
  }

  /** Should this fail, the lease runs out and the next start comes here again. */
  async function endUnreadable(fence: Fence, error: string): Promise<void> {
    await endDead(toJobAttempt(fence), { state: "dead", reason: "unreadable", error });
  }

  async function recordOne(record: AttemptRecord, now: number): Promise<boolean> {
    const { result } = record;
    if (result.state === "released") return release(record);
    if (result.state === "retry") return retry(record, Math.max(0, record.due - now));
    const { queue, job } = toJobAttempt(record);
    if (result.state === "dead" && result.reason !== "attempts") return endDead({ queue, job }, result);
    return (await responseOf(boss.fail(queue, job, outputOf(result), { db }))).affected === 1;
  }

  /** Cancels: pg-boss would try a failed job again. */
  async function endDead({ queue, job }: QueuedAttempt, result: AttemptResult): Promise<boolean> {
    return inTransaction(boss, undefined, async (tx) => {
      const { affected } = await responseOf(boss.cancel(queue, job, { db: tx }));
      if (affected === 1) await table.setOutput(queue, job.id, outputOf(result), tx);
      return affected === 1;
    });
  }

  /** Cancels and resumes: the job is pending at once, and the start does not count. */
  async function release(record: AttemptRecord): Promise<boolean> {
    const { queue, job } = toJobAttempt(record);
    return inTransaction(boss, undefined, async (tx) => {
      const { affected } = await responseOf(boss.cancel(queue, job, { db: tx }));
      if (affected !== 1) return false;
      await boss.resume(queue, job.id, { db: tx });
      const [row] = await table.byIds(queue, [job.id], tx);
      await boss.update(queue, undefined, { id: job.id, retryLimit: row!.retryLimit + 1, db: tx });
      return true;
    });
  }

  async function retry(record: AttemptRecord, waitMs: number): Promise<boolean> {
    const { queue, job } = toJobAttempt(record);
    return inTransaction(boss, undefined, async (tx) => {
      const { affected } = await responseOf(boss.fail(queue, job, outputOf(record.result), { db: tx }));
      if (affected !== 1) return false;
      await boss.update(queue, undefined, { id: job.id, startAfter: waitMs / 1000, db: tx });
      return true;
    });
  }

  return {
    async claim({ providers, limit, limits }) {
      const claimed: (ClaimedRow | EndedRow)[] = [];
      for (const provider of providers) {
        if (claimed.length === limit) break;
        try {
          const most = Math.min(limit - claimed.length, limits?.[provider] ?? limit);
          if (most > 0) claimed.push(...(await fetch(provider, most)));
        } catch (error) {
          if (claimed.length === 0) throw error;
          settings.onError(error); // jobs fetched before are running already
          break;
        }
      }
      return claimed;
    },

    async renew(fences) {
      const renewed = await callByQueue(
        fences,
        async (queue, jobs) => (await responseOf(boss.touch(queue, jobs, { db }))).settled ?? [],
      );
      return fences.map((fence) => renewed.has(fence));
    },

    async record(batch, now) {
      const done = batch.filter(({ result }) => result.state === "done");
      const completed = await callByQueue(done, complete);
      return Promise.all(
        batch.map(async (record) =>
          record.result.state === "done" ? completed.has(record) : recordOne(record, now),
        ),
      );
    },

    // Postgres says when there is something new; the poll finds what comes out of a backoff.
    nextDue: async () => undefined,
  };
}

function unreadableRow(id: string, provider: string, attempt: number, error: string): InboxRow {
  const state = { id, provider, state: "dead", reason: "unreadable", error, attempt } as const;
  return toInboxRow(undefined, { ...state, storedAt: Date.now() });
}

function outputOf(result: AttemptResult): object {
  const error = "error" in result ? result.error : undefined;
  return result.state === "dead" ? { reason: result.reason, error } : { error };
}
