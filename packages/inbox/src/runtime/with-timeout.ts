import type { Clock } from "./clock.ts";

/**
 * Settles as the work does, or rejects when that takes longer. The work itself goes on: what a store was told cannot be taken
 * back.
 */
export async function within<Result>(
  clock: Clock,
  milliseconds: number,
  work: Promise<Result>,
  late: string,
): Promise<Result> {
  let cancel: (() => void) | undefined;
  const deadline = new Promise<never>((_, reject) => {
    cancel = clock.after(milliseconds, () => reject(new Error(late)));
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    cancel?.();
  }
}
