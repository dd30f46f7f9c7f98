import {
  jittered,
  LeaseLostError,
  rateOf,
  StoppingError,
  systemClock,
  withTimeout,
  type AttemptResult,
  type Failure,
  type HandleLimits,
  type RunAttempt,
  type StoreSettings,
  type Workers,
} from "@flaghook/inbox/store";
import { UnrecoverableError, WaitingError, type ConnectionOptions } from "bullmq";
import { rowOf, toEntry, toFailedReason, uncountedAttemptsOf, type StoredJob } from "../queue/job.ts";
import { DeliveryWorker, RETRY_AFTER_MS } from "./delivery-worker.ts";
import type { JobLock } from "./release.ts";

/** More crashes than any job has: `maxStartedAttempts` counts them as starts instead. */
const NO_STALL_LIMIT = 1_000_000;

/** Time for Redis to end a stop once all attempts were aborted. */
const CLOSE_GRACE_MS = 3000;

const UNREADABLE = "what is stored of this delivery cannot be read.";

/** Handles one provider's queue. BullMQ leases, renews, retries and takes over by itself. */
export interface QueueWorker extends Workers {
  abandon(): Promise<void>;
}

/** What a queue worker needs. */
export interface QueueWorkerOptions {
  readonly queue: string;
  readonly prefix: string;
  readonly connection: ConnectionOptions;
  readonly settings: StoreSettings;
  /** What this provider may have of the process. */
  readonly limits?: HandleLimits;
  readonly run: RunAttempt;
  /** Puts a job that this worker still has locked back in line. */
  readonly giveBack: (lock: JobLock) => Promise<void>;
  /** Says in which round a job that failed runs again. */
  readonly placeAgain: (job: StoredJob) => Promise<void>;
}

/** Tells BullMQ that no other attempt follows. */
class DeadError extends UnrecoverableError {
  override readonly cause: unknown;
  constructor(message: string, { cause }: { readonly cause?: unknown }) {
    super(message);
    this.cause = cause;
  }
}

/** A job whose failure BullMQ has just recorded. */
function failureOfJob(job: StoredJob, queue: string, { cause }: Error): Failure {
  const isDead = job.finishedOn !== undefined;
  const row = rowOf(job, queue, isDead ? "dead" : "pending");
  return {
    row,
    error: cause ?? new Error(row.error),
    isDead,
    nextAttemptAt: isDead ? undefined : new Date(Date.now() + job.delay),
  };
}

/** One start of a job in this process. */
interface Running {
  readonly controller: AbortController;
  readonly result: Promise<AttemptResult>;
  leaseUntil: number;
}

export function startQueueWorker(options: QueueWorkerOptions): QueueWorker {
  const { queue, prefix, connection, settings, limits = {}, run, giveBack, placeAgain } = options;
  const { leaseMs, attempts, delaysMs, onError, onFailure } = settings;
  const concurrency = Math.min(settings.concurrency, limits.concurrency ?? settings.concurrency);
  const rate = limits.perSecond === undefined ? undefined : rateOf(limits.perSecond);
  /** The latest start of each job. */
  const running = new Map<string, Running>();
  const interrupted: JobLock[] = [];
  let givingBack: Promise<unknown> | undefined;
  let stopped: StoppingError | LeaseLostError | undefined;
  let isAbandoned = false;

  async function handle(job: StoredJob, token: string): Promise<void> {
    const jobId = job.id!;
    const own = start(job);
    const result = await own.result;
    // BullMQ tracks locks by job: ending now would end the renewal of a later start's lock.
    for (let later = running.get(jobId); later !== own; later = running.get(jobId)) {
      if (later === undefined) throw new WaitingError();
      await later.result;
    }
    running.delete(jobId);
    if (result.state === "done") return;
    if (result.state === "dead") throw new DeadError(toFailedReason(result.reason, result.error), result);
    if (result.state === "retry") {
      // Not awaited: it is read when the backoff is over.
      placeAgain(job).catch(onError);
      throw new Error(result.error, { cause: result.cause });
    }
    if (result.state === "released" && !isAbandoned) interrupted.push({ jobId, token });
    // Tells BullMQ to write nothing: stop() gives the job back, or another worker has it.
    throw new WaitingError();
  }

  function start(job: StoredJob): Running {
    const entry = toEntry(job);
    if (entry === undefined) throw new UnrecoverableError(toFailedReason("unreadable", UNREADABLE));
    // Its lock ran out while this process could not renew it, and the job came back here.
    running.get(job.id!)?.controller.abort(new LeaseLostError());
    const controller = new AbortController();
    if (stopped !== undefined) controller.abort(stopped);
    const delivery = {
      id: `${queue}:${job.id}`,
      entry,
      attempt: uncountedAttemptsOf(job) + job.attemptsStarted,
      isLast: job.attemptsStarted >= attempts,
      isLeased: () => Date.now() < own.leaseUntil,
    };
    // By this process's clock, as it asked for the job: Redis counts from later.
    const own: Omit<Running, "result"> = { controller, leaseUntil: job.processedOn! + leaseMs };
    const started = Object.assign(own, { result: run(delivery, controller.signal) });
    running.set(job.id!, started);
    return started;
  }

  function abortAll(reason: StoppingError | LeaseLostError): void {
    stopped = reason;
    for (const { controller } of running.values()) controller.abort(reason);
  }

  const worker = new DeliveryWorker(queue, (job, token) => handle(job, token!), {
    connection,
    prefix,
    concurrency,
    ...(rate !== undefined && { limiter: { max: rate.max, duration: rate.durationMs } }),
    lockDuration: leaseMs,
    lockRenewTime: leaseMs / 3,
    stalledInterval: Math.max(1000, Math.round(leaseMs / 3)),
    maxStalledCount: NO_STALL_LIMIT,
    maxStartedAttempts: attempts,
    runRetryDelay: RETRY_AFTER_MS,
    settings: { backoffStrategy: (made) => jittered(delaysMs, made) },
  });
  worker.on("lockRenewalFailed", (ids) => {
    for (const id of ids) running.get(id)?.controller.abort(new LeaseLostError());
  });
  worker.on("locksRenewed", ({ jobIds }) => {
    for (const id of jobIds) {
      const own = running.get(id);
      if (own !== undefined) own.leaseUntil = Date.now() + leaseMs;
    }
  });
  worker.on("failed", (job, error) => {
    if (job !== undefined) onFailure(failureOfJob(job, queue, error));
  });
  worker.on("error", (error) => {
    if (!isAbandoned) onError(error);
  });

  return {
    async stop(timeoutMs) {
      const closed = worker.close();
      const cancel = systemClock.after(timeoutMs, () => abortAll(new StoppingError()));
      const late = `Redis did not respond a worker that was stopping within ${CLOSE_GRACE_MS} ms.`;
      try {
        await withTimeout(systemClock, timeoutMs + CLOSE_GRACE_MS, closed, late);
      } catch (error) {
        // Deliveries that still run come back when their lease is over.
        onError(error);
        worker.disconnect().catch(onError);
        return;
      } finally {
        cancel();
      }
      // Only now: a worker that is closing may still take what comes back in line, and so use up an
      // attempt. One that cannot be given back comes back when its lease is over.
      givingBack ??= Promise.all(interrupted.map((lock) => giveBack(lock).catch(onError)));
      await givingBack;
    },
    async abandon() {
      isAbandoned = true;
      const closed = worker.close(true);
      abortAll(new LeaseLostError());
      await closed;
    },
  };
}
