import type { Limits } from "../runtime/group-commit.ts";

/** Work that has begun and not settled. */
export interface InFlight {
  /** Why work that holds so many bytes must not begin now; `undefined` when it may. */
  refusal(bytes: number): Error | undefined;
  begin<Result>(bytes: number, work: () => Promise<Result>): Promise<Result>;
  /** Resolves when all work that is in flight now has settled. */
  settled(): Promise<void>;
}

/**
 * Counts what waits for a store, from opening to answer: a store that hangs must not fill memory.
 */
export function createInFlight(store: string, limits: Limits): InFlight {
  const all = new Set<Promise<unknown>>();
  let total = 0;

  return {
    refusal(bytes) {
      // A single one always has room, however large it is.
      if (all.size === 0 || (all.size < limits.items && total + bytes <= limits.bytes)) return undefined;
      return new Error(`the ${store} store does not keep up: ${all.size} deliveries are waiting for it.`);
    },
    begin(bytes, work) {
      const begun = work();
      const end = (): void => {
        all.delete(begun);
        total -= bytes;
      };
      all.add(begun);
      total += bytes;
      begun.then(end, end);
      return begun;
    },
    async settled() {
      await Promise.allSettled(all);
    },
  };
}
