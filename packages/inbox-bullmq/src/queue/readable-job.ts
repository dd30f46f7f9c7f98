import { Job, type JobJson } from "bullmq";
import type { DeliveryQueue } from "./queues.ts";
import type { StoredJob } from "./job.ts";

/** A job by its id; `undefined` when there is none. Its data may be damaged. */
export async function readJob(queue: DeliveryQueue, id: string): Promise<StoredJob | undefined> {
  const json = await queue.getBackend().getJobData(id);
  return json && toReadableJob(json, (whole) => Job.fromJSON(queue, whole, id));
}

/** Makes a job of what BullMQ has read. BullMQ's own way throws for data that is not JSON. */
export function toReadableJob<AnyJob>(json: JobJson, make: (json: JobJson) => AnyJob): AnyJob {
  try {
    return make(json);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return make({ ...json, data: "{}" });
  }
}
