import {
  UnrecoverableError,
  WaitingError,
  Worker,
  type ConnectionOptions,
  type Job,
  type JobJson,
} from "bullmq";
import {
  jittered,
  LeaseLost,
  type Run,
  type Settings,
  Stopping,
  type Verdict,
  type Workers,
} from "@flaghook/inbox/store";
import { toEntry, toFailedReason, type JobData } from "../queue/job.ts";
import type { Held, Lock } from "./lock.ts";
import { readable } from "../queue/read-job.ts";

/** No number of crashes is too many for BullMQ: `maxStartedAttempts` counts them as starts. */
const NO_STALL_LIMIT = 1_000_000;

/** How long Redis may take over a stop, once all attempts have been told to end. In milliseconds. */
const CLOSE_GRACE = 3000;
const UNREADABLE = "what is stored of this delivery cannot be read.";
/** A timer of Node that is longer fires at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Handles one provider's queue. BullMQ leases, renews, retries and takes over by itself. */
export interface QueueWorker extends Workers {
  abandon(): Promise<void>;
}

class DeliveryWorker extends Worker<JobData> {
  /** Else a job whose data is no JSON would never end: BullMQ takes it, cannot read it, and takes it again. */
  protected override createJob(json: JobJson, id: string): Job<JobData> {
    return readable(json, (whole) => super.createJob(whole, id));
  }
}

/** What runs in this process for one job. A later start of the same job takes over what still runs of an earlier one. */
interface Running {
  readonly controller: AbortController;
  readonly verdict: Promise<Verdict>;
  held: Held;
  /** When its lock was last known to be ours. Milliseconds since 1970. */
  lockedAt: number;
}

export function startQueueWorker({
  queue,
  prefix,
  connection,
  settings,
  run,
  lockAgain,
  giveBack,
}: {
  readonly queue: string;
  readonly prefix: string;
  readonly connection: ConnectionOptions;
  readonly settings: Settings;
  readonly run: Run;
  /** Locks a job again whose lock ran out, as long as nobody else has begun with it. */
  readonly lockAgain: (held: Held, worker: string) => Promise<Lock>;
  /** Puts a job that this worker still holds back in line. */
  readonly giveBack: (jobId: string, token: string) => Promise<void>;
}): QueueWorker {
  const { lease, attempts, concurrency, delays, onError } = settings;
  const running = new Map<string, Running>();
  let stopped: Stopping | LeaseLost | undefined;
  const interrupted: { readonly jobId: string; readonly token: string }[] = [];
  let isAbandoned = false;

  async function process(job: Job<JobData>, token: string): Promise<void> {
    if (job.data.isDamaged) throw new UnrecoverableError(toFailedReason("unreadable", UNREADABLE));
    const own = take(job, token);
    const verdict = await own.verdict;
    const lock = await lockOf(own);
    // Tells BullMQ to write nothing: a later start of this process writes it.
    if (lock === "restarted" || own.held.token !== token) throw new WaitingError();
    running.delete(job.id!);
    if (lock === "lost") throw new WaitingError();
    if (verdict.state === "done") return;
    if (verdict.state === "dead") throw new UnrecoverableError(toFailedReason(verdict.reason, verdict.error));
    if (verdict.state === "retry") throw new Error(verdict.error);
    if (verdict.state === "released" && !isAbandoned) interrupted.push({ jobId: job.id!, token });
    // stop() gives the job back, or another worker has it.
    throw new WaitingError();
  }

  function take(job: Job<JobData>, token: string): Running {
    const held = { jobId: job.id!, token, starts: job.attemptsStarted };
    const lockedAt = job.processedOn ?? Date.now();
    const earlier = running.get(held.jobId);
    // It counted as stalled while this process did not come to renew its lock.
    if (earlier !== undefined) return Object.assign(earlier, { held, lockedAt });
    const controller = new AbortController();
    if (stopped !== undefined) controller.abort(stopped);
    const claim = {
      id: `${queue}:${job.id}`,
      entry: toEntry(job.data),
      attempt: job.data.earlierStarts + job.attemptsStarted,
      isLast: job.attemptsStarted >= attempts,
    };
    const own = { controller, held, lockedAt, verdict: run(claim, controller.signal) };
    running.set(held.jobId, own);
    // A lost one must not be taken over.
    void own.verdict.then(({ state }) => state === "lost" && running.delete(held.jobId));
    return own;
  }

  /** A process that was blocked did not renew. What it finished counts nevertheless, unless another has begun with it. */
  async function lockOf({ held, lockedAt, controller }: Running): Promise<Lock> {
    if (controller.signal.aborted || Date.now() - lockedAt < lease / 2) return "held";
    return lockAgain(held, worker.id);
  }

  async function renew(jobId: string): Promise<void> {
    const own = running.get(jobId);
    if (own === undefined) return;
    const lock = await lockAgain(own.held, worker.id);
    if (lock === "held") own.lockedAt = Date.now();
    if (lock === "lost") own.controller.abort(new LeaseLost());
  }

  function abortAll(reason: Stopping | LeaseLost): void {
    stopped = reason;
    for (const { controller } of running.values()) controller.abort(reason);
  }

  const worker = new DeliveryWorker(queue, (job, token) => process(job, token!), {
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
  worker.on("locksRenewed", ({ jobIds }) => {
    for (const id of jobIds) Object.assign(running.get(id) ?? {}, { lockedAt: Date.now() });
  });
  worker.on("lockRenewalFailed", (ids) => {
    for (const id of ids) renew(id).catch(onError);
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
