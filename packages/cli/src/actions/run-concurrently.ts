/** Runs a job `count` times, at most `concurrency` at a time, until `signal` says to stop. */
export async function runConcurrently(
  count: number,
  concurrency: number,
  signal: AbortSignal | undefined,
  job: () => Promise<void>,
): Promise<void> {
  let started = 0;
  const worker = async (): Promise<void> => {
    for (; started < count; await job()) {
      if (signal?.aborted === true) return;
      started += 1;
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, count) }, worker));
}
