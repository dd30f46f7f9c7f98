import type { Limits } from "../runtime/group-commit.ts";

/** What was begun and has not settled. */
export interface UnderWay {
  /** Why work that holds so many bytes must not begin now; nothing when it may. */
  refusal(bytes: number): Error | undefined;
  begin<Result>(bytes: number, work: () => Promise<Result>): Promise<Result>;
  /** Resolves when all that is under way now has settled. */
  settled(): Promise<void>;
}

/** Counts what waits for a store, from the opening to the answer: one that hangs must not fill the memory. */
export function underWay(store: string, limits: Limits): UnderWay {
  const all = new Set<Promise<unknown>>();
  let held = 0;

  return {
    refusal(bytes) {
      // A single one always has room, however large it is.
      if (all.size === 0 || (all.size < limits.items && held + bytes <= limits.bytes)) return undefined;
      return new Error(`the ${store} store does not keep up: ${all.size} deliveries are waiting for it.`);
    },
    begin(bytes, work) {
      const begun = work();
      const end = (): void => {
        all.delete(begun);
        held -= bytes;
      };
      all.add(begun);
      held += bytes;
      begun.then(end, end);
      return begun;
    },
    async settled() {
      await Promise.allSettled(all);
    },
  };
}
