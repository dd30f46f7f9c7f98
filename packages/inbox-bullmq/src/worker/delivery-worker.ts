import { systemClock } from "@flaghook/inbox/store";
import { WaitingError, Worker, type Job, type JobJson } from "bullmq";
import type { JobData, StoredJob } from "../queue/job.ts";
import { toReadableJob } from "../queue/readable-job.ts";

/** How soon to try again what Redis could not do. */
export const RETRY_AFTER_MS = 1000;

type Next = Job<Partial<JobData> | null>;

/** BullMQ's worker, where it would lose a result or hang. */
export class DeliveryWorker extends Worker<Partial<JobData> | null> {
  /** BullMQ takes a job whose data is not JSON, cannot read it, and takes it again, without end. */
  protected override createJob(json: JobJson, id: string): Next {
    return toReadableJob(json, (whole) => super.createJob(whole, id));
  }

  protected override handleCompleted(...args: Parameters<Worker["handleCompleted"]>): Promise<Next> {
    return this.#record(args[1], args[2], () => super.handleCompleted(...args));
  }

  protected override handleFailed(...args: Parameters<Worker["handleFailed"]>): Promise<Next> {
    // Nothing to record: it only asks for the next job.
    if (args[0] instanceof WaitingError) return super.handleFailed(...args);
    return this.#record(args[1], args[2], () => super.handleFailed(...args));
  }

  /**
   * Records a result late rather than not at all. BullMQ makes a failure of the delivery out of any
   * fault of Redis, such as its loading what it had, and gives up recording a failure.
   */
  async #record(job: StoredJob, token: string, record: () => Promise<Next>): Promise<Next> {
    for (;;) {
      try {
        return await record();
      } catch (error) {
        if (isRefusal(error) || this.closing !== undefined) throw error;
        this.emit("error", error as Error);
        // BullMQ ends the renewal of the lock before it records.
        this.lockManager.trackJob(job.id!, token, Date.now());
        await new Promise<void>((resolve) => {
          systemClock.after(RETRY_AFTER_MS, resolve);
        });
      }
    }
  }
}

/** Whether BullMQ's own script refused: the lock is gone, or the job. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && typeof (error as { code?: unknown }).code === "number";
}
