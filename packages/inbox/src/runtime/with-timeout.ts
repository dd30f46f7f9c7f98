import type { Clock } from "./clock.ts";

/**
 * Settles as the work does, or rejects with `message` when that takes longer. The work itself goes
 * on: a call that a store has received cannot be taken back.
 */
export async function withTimeout<Result>(
  clock: Clock,
  timeoutMs: number,
  work: Promise<Result>,
  message: string,
): Promise<Result> {
  let cancel: (() => void) | undefined;
  const timeout = new Promise<never>((_, reject) => {
    cancel = clock.after(timeoutMs, () => reject(new Error(message)));
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    cancel?.();
  }
}
