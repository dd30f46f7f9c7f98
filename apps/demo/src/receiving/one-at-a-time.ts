/** Runs what is costly, one after the other, and lets the server do something else in between. */
export interface Queue {
  /** False when too many wait already: the job will not run. */
  add(job: () => void | Promise<void>): boolean;
  /** Resolves once nothing waits or runs. */
  idle(): Promise<void>;
}

/** A queue of at most `most` jobs. A job that fails goes to `onError`, and the next one runs. */
export function createQueue(most: number, onError: (error: unknown) => void): Queue {
  const jobs: (() => void | Promise<void>)[] = [];
  let running = Promise.resolve();
  let isRunning = false;

  async function run(): Promise<void> {
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
      await new Promise((resolve) => setImmediate(resolve));
      try {
        await job();
      } catch (error) {
        onError(error);
      }
    }
    isRunning = false;
  }

  return {
    add(job) {
      if (jobs.length >= most) return false;
      jobs.push(job);
      if (!isRunning) {
        isRunning = true;
        running = run();
      }
      return true;
    },
    idle: () => running,
  };
}
