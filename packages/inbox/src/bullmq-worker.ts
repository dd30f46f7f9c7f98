import { UnrecoverableError, WaitingError, Worker, type ConnectionOptions, type Job } from "bullmq";
import { jittered } from "./backoff.ts";
import { toEntry, toFailedReason, type JobData } from "./bullmq-job.ts";
import {
  LeaseLost,
  Stopping,
  type Claim,
  type Run,
  type Settings,
  type Verdict,
  type Workers,
} from "./store.ts";

/** No number of crashes is too many for BullMQ: `maxStartedAttempts` counts them as starts. */
const NO_STALL_LIMIT = 1_000_000;

/** How long Redis may take over a stop, once all attempts have been told to end. In milliseconds. */
const CLOSE_GRACE = 3000;
/** A timer of Node that is longer fires at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Handles one provider's queue. BullMQ leases, renews, retries and takes over by itself. */
export interface QueueWorker extends Workers {
  abandon(): Promise<void>;
}

export function startQueueWorker({
  queue,
  prefix,
  connection,
  settings,
  run,
  giveBack,
}: {
  readonly queue: string;
  readonly prefix: string;
  readonly connection: ConnectionOptions;
  readonly settings: Settings;
  readonly run: Run;
  /** Puts a job that this worker still holds back in line. */
  readonly giveBack: (jobId: string, token: string) => Promise<void>;
}): QueueWorker {
  const { lease, attempts, concurrency, delays, onError } = settings;
  const running = new Set<AbortController>();
  let stopped: Stopping | LeaseLost | undefined;
  const interrupted: { readonly jobId: string; readonly token: string }[] = [];
  let isAbandoned = false;

  async function process(
    job: Job<JobData>,
    token: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const claim = {
      id: `${queue}:${job.id}`,
      entry: toEntry(job.data),
      attempt: job.data.earlierStarts + job.attemptsStarted,
      isLast: job.attemptsStarted >= attempts,
    };
    const verdict = await runStoppably(claim, signal);
    if (verdict.state === "done") return;
    if (verdict.state === "dead") throw new UnrecoverableError(toFailedReason(verdict.reason, verdict.error));
    if (verdict.state === "retry") throw new Error(verdict.error);
    if (verdict.state === "released" && !isAbandoned) interrupted.push({ jobId: job.id!, token: token! });
    // Tells BullMQ to write nothing: stop() gives the job back, or another worker has it.
    throw new WaitingError();
  }

  // One controller for each: a signal that lived as long as the worker would keep something of every job it ever ran.
  async function runStoppably(claim: Claim, lost: AbortSignal | undefined): Promise<Verdict> {
    const controller = new AbortController();
    const onLost = (): void => controller.abort(lost?.reason);
    lost?.addEventListener("abort", onLost, { once: true });
    if (stopped !== undefined) controller.abort(stopped);
    running.add(controller);
    try {
      return await run(claim, controller.signal);
    } finally {
      running.delete(controller);
      lost?.removeEventListener("abort", onLost);
    }
  }

  function abortAll(reason: Stopping | LeaseLost): void {
    stopped = reason;
    for (const controller of running) controller.abort(reason);
  }

  const worker = new Worker<JobData>(queue, (job, token, signal) => process(job, token, signal), {
    connection,
    prefix,
    concurrency,
    lockDuration: lease,
    lockRenewTime: lease / 3,
    stalledInterval: Math.max(1000, Math.round(lease / 3)),
    maxStalledCount: NO_STALL_LIMIT,
    maxStartedAttempts: attempts,
    settings: { backoffStrategy: (made) => jittered(delays, made) },
  });
  worker.on("lockRenewalFailed", (ids) => {
    for (const id of ids) worker.cancelJob(id, new LeaseLost() as never);
  });
  worker.on("error", (error) => {
    if (!isAbandoned) onError(error);
  });

  return {
    async stop(timeout) {
      const closed = worker.close();
      const timer = setTimeout(() => abortAll(new Stopping()), timeout);
      const isClosed = await isWithin(timeout + CLOSE_GRACE, closed);
      clearTimeout(timer);
      if (!isClosed) {
        // Redis hangs. What still runs comes back when its lease is over.
        onError(new Error(`Redis did not answer a worker that was stopping within ${CLOSE_GRACE} ms.`));
        worker.disconnect().catch(onError);
        return;
      }
      // Not before: a worker that is closing may still take what comes back in line, and so use up an attempt.
      // One that fails comes back when its lease is over, and must not keep the rest from closing.
      await Promise.all(interrupted.map(({ jobId, token }) => giveBack(jobId, token).catch(onError)));
    },
    async abandon() {
      isAbandoned = true;
      const closed = worker.close(true);
      abortAll(new LeaseLost());
      await closed;
    },
  };
}

async function isWithin(milliseconds: number, promise: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), Math.min(milliseconds, LONGEST_TIMER));
  });
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
