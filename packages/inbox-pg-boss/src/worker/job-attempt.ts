import { queueName, type Fence } from "@flaghook/inbox/store";

/** Which attempt of a job a call of pg-boss is about. */
export interface JobAttempt {
  readonly id: string;
  readonly retryCount: number;
}

/** The same, with the job's queue. */
export interface QueuedAttempt {
  readonly queue: string;
  readonly job: JobAttempt;
}

export function toJobAttempt({ provider, id, attempt }: Fence): QueuedAttempt {
  const queue = queueName(provider);
  return { queue, job: { id: id.slice(queue.length + 1), retryCount: attempt - 1 } };
}

/**
 * Calls once per queue; gives the fences whose attempt was still the newest. pg-boss answers with
 * ids alone, so of two attempts of one job only the newer is asked about: the older has lost its
 * lease.
 */
export async function callByQueue(
  fences: readonly Fence[],
  call: (queue: string, jobs: JobAttempt[]) => Promise<readonly string[]>,
): Promise<ReadonlySet<Fence>> {
  const queues = new Map<string, Map<string, Fence>>();
  for (const fence of fences) {
    const { queue, job } = toJobAttempt(fence);
    const newest = queues.get(queue) ?? new Map<string, Fence>();
    queues.set(queue, newest);
    if ((newest.get(job.id)?.attempt ?? 0) < fence.attempt) newest.set(job.id, fence);
  }
  const still = await Promise.all(
    Array.from(queues, async ([queue, newest]) => {
      const jobs = Array.from(newest.values(), (fence) => toJobAttempt(fence).job);
      const ids = await call(queue, jobs);
      return ids.flatMap((id) => newest.get(id) ?? []);
    }),
  );
  return new Set(still.flat());
}
