import { median } from "../percentile.ts";

/** Two ways to do a thing. Either may give a promise. */
export interface Contest {
  readonly name: string;
  readonly bare: () => unknown;
  readonly ours: () => unknown;
}

/**
 * Long enough that the clock's grain does not matter, short enough that a pause spoils one round
 * only.
 */
const ROUND_NANOSECONDS = 400_000;

/** Until the compiler has done its work, which takes longest for the first contest of a process. */
const WARM_UP_MILLISECONDS = 500;

/**
 * How long ours takes, in times of the bare one: the median of rounds in which both run one after
 * the other, so that a busy machine slows both. Who goes first alternates.
 */
export async function durationRatio({ bare, ours }: Contest, rounds: number): Promise<number> {
  const calls = Math.max(1, Math.round(ROUND_NANOSECONDS / (await nanoseconds(bare, 3))));
  const warmUntil = performance.now() + WARM_UP_MILLISECONDS;
  while (performance.now() < warmUntil) {
    await nanoseconds(bare, calls);
    await nanoseconds(ours, calls);
  }
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const bareFirst = round % 2 === 0 ? await nanoseconds(bare, calls) : undefined;
    const own = await nanoseconds(ours, calls);
    ratios.push(own / (bareFirst ?? (await nanoseconds(bare, calls))));
  }
  return median(ratios);
}

/** The average of each call. */
async function nanoseconds(run: () => unknown, calls: number): Promise<number> {
  const start = process.hrtime.bigint();
  for (let call = 0; call < calls; call++) {
    const returned = run();
    if (returned instanceof Promise) await returned;
  }
  return Number(process.hrtime.bigint() - start) / calls;
}
