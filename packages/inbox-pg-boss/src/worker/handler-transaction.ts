import { failedAttempt, type RunAttempt } from "@flaghook/inbox/store";
import { createLazyTransaction, responseOf } from "../database/transaction.ts";
import type { Engine } from "../job/engine.ts";
import { toJobAttempt } from "./job-attempt.ts";

/** Gives each attempt a transaction, and completes the delivery in it when the handler used it. */
export function withTransactions(engine: Engine, run: RunAttempt): RunAttempt {
  const { boss, settings } = engine;
  return async (delivery, signal) => {
    const tx = createLazyTransaction(boss, settings.timeoutMs);
    const result = await run({ ...delivery, tx }, signal);
    if (!tx.isBegun()) return result;
    if (result.state !== "done") {
      await tx.rollback().catch(settings.onError);
      return result;
    }
    const { queue, job } = toJobAttempt({ ...delivery, provider: delivery.entry.provider });
    try {
      await tx.finish(async (db) => {
        const { affected } = await responseOf(boss.complete(queue, job, null, { db }));
        if (affected !== 1) throw new Error("the lease was lost before the transaction could commit.");
      });
      return result;
    } catch (error) {
      return failedAttempt(error, delivery);
    }
  };
}
