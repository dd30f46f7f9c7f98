import { LeaseLostError, type Handler } from "@flaghook/inbox";
import type { WebhookEvent } from "@flaghook/core";
import type { WriteEntry } from "../journal/journal.ts";
import { isPoison } from "./ids.ts";
import { hasEffectInside, INTO_EFFECTS } from "./tables.ts";

/**
 * Makes a handler that takes its time and fails now and then. Its effect is an entry in the journal,
 * or a row that commits together with the delivery's completion.
 */
export function createHandler(write: WriteEntry, hasTransactions: boolean): Handler<WebhookEvent> {
  return async (event, { attempt, key, signal, tx }) => {
    const id = event.id!;
    const isInside = hasTransactions && hasEffectInside(id);
    write("started", id, attempt);
    signal.addEventListener("abort", () => {
      if (signal.reason instanceof LeaseLostError) write("lost", id, attempt);
    });
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
    if (isInside) await tx!.executeSql(INTO_EFFECTS, [id, attempt, process.pid, key]);
    if (isPoison(id)) throw new Error("poison");
    if (Math.random() < 0.05) throw new Error("a fault that passes");
    if (!isInside) write("handled", id, attempt, key);
  };
}
