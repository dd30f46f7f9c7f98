import { endedFailure, systemClock } from "@flaghook/inbox/store";
import type { Engine } from "../job/engine.ts";
import { rowOf } from "../job/job.ts";

/** How often to look: each look reads the whole table. */
const LOOK_EVERY_MS = 10_000;

/**
 * Reports deliveries whose process ended during the last attempt: pg-boss fails them by itself, and
 * tells nobody. Call the result to end it.
 */
export function startReportingCrashed(
  { table, settings }: Pick<Engine, "table" | "settings">,
  queues: readonly string[],
): () => void {
  let cancel: (() => void) | undefined;

  async function report(): Promise<void> {
    try {
      for (const row of await table.takeCrashed(queues)) settings.onFailure(endedFailure(rowOf(row)));
    } catch (error) {
      settings.onError(error);
    }
  }

  function reportLater(): void {
    cancel = systemClock.after(LOOK_EVERY_MS, () => {
      reportLater();
      void report();
    });
  }

  reportLater();
  return () => cancel?.();
}
