/** How many attempts ended in each of the last 60 seconds, the newest second last. */
export interface Throughput {
  readonly handled: readonly number[];
  readonly failed: readonly number[];
}

/** Counts what this process handles. */
export interface Meter {
  count(result: keyof Throughput): void;
  read(): Throughput;
}

/** Seconds that are remembered. */
const SECONDS = 60;

/** A meter that has seen nothing yet. */
export function createMeter(now: () => Date): Meter {
  const counted = { handled: emptySeconds(), failed: emptySeconds() };
  let last = secondOf(now());

  /** Forgets what is older than a minute. */
  function advance(): number {
    const second = secondOf(now());
    const passed = Math.min(Math.max(0, second - last), SECONDS);
    for (let step = 1; step <= passed; step++) {
      counted.handled[(last + step) % SECONDS] = 0;
      counted.failed[(last + step) % SECONDS] = 0;
    }
    last = Math.max(last, second);
    return last;
  }

  return {
    count(result) {
      counted[result][advance() % SECONDS]!++;
    },
    read() {
      const newest = advance();
      return { handled: inOrder(counted.handled, newest), failed: inOrder(counted.failed, newest) };
    },
  };
}

function inOrder(values: readonly number[], newest: number): readonly number[] {
  return Array.from({ length: SECONDS }, (_, index) => values[(newest + 1 + index) % SECONDS]!);
}

function emptySeconds(): number[] {
  return Array.from({ length: SECONDS }, () => 0);
}

function secondOf(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}
