import { LeaseLost, type Handler } from "@flaghook/inbox";
import type { WebhookEvent } from "@flaghook/core";
import type { Tell } from "./notes.ts";
import { isPoison } from "./ids.ts";
import { hasEffectInside, INTO_EFFECTS } from "./transactions.ts";

/**
 * Takes its time and fails now and then. Each handled one has an effect in the outside world: a
 * line in the run's file, or a row that commits together with the delivery's completion.
 */
export function effectful(tell: Tell, hasTransactions: boolean): Handler<WebhookEvent> {
  return async (event, { attempt, key, signal, tx }) => {
    const id = event.id!;
    const isInside = hasTransactions && hasEffectInside(id);
    tell("started", id, attempt);
    signal.addEventListener("abort", () => {
      if (signal.reason instanceof LeaseLost) tell("lost", id, attempt);
    });
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
    if (isInside) await tx!.executeSql(INTO_EFFECTS, [id, attempt, process.pid, key]);
    if (isPoison(id)) throw new Error("poison");
    if (Math.random() < 0.05) throw new Error("a fault that passes");
    if (!isInside) tell("handled", id, attempt, key);
  };
}
