import type { Store } from "../store/store.ts";

const HOUR_MS = 3_600_000;

/** Removes done deliveries past their window, every hour. Call the result to end it. */
export function startHourlyPurge(store: Store, onError: (error: unknown) => void): () => void {
  let cancel: (() => void) | undefined;

  function purgeLater(): void {
    cancel = store.clock.after(HOUR_MS, () => {
      purgeLater();
      store.purge(store.clock.now(), false).catch(onError);
    });
  }

  purgeLater();
  return () => cancel?.();
}
