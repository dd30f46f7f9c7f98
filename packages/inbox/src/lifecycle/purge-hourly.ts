import type { Store } from "../store/store.ts";

const EVERY = 3_600_000;

/** Removes done deliveries past their window, every hour. The result ends it. */
export function keepHouse(store: Store, onError: (error: unknown) => void): () => void {
  let cancel: (() => void) | undefined;

  function later(): void {
    cancel = store.clock.after(EVERY, () => {
      later();
      store.purge(store.clock.now(), false).catch(onError);
    });
  }

  later();
  return () => cancel?.();
}
