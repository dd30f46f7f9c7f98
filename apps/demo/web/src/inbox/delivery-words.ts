import type { DeliveryRow } from "../../../src/api/contract.ts";
import { agoOf } from "../format/time.ts";

/** Why a delivery is dead, for those who have to decide about it. */
const DEAD: Readonly<Record<NonNullable<DeliveryRow["reason"]>, readonly [string, string]>> = {
  attempts: ["failed too often", "Every attempt failed. Find out why, then retry it."],
  "schema-mismatch": [
    "unknown form",
    "Its signature holds, but this version does not know its form. It waits for a newer one: retry it then.",
  ],
  replay: [
    "replay, kept aside",
    "The same signed bytes had come under another id. Either the provider sent them anew, or somebody replayed them: it is not handled unless you say so.",
  ],
  unreadable: ["unreadable", "What is stored of it is damaged."],
};

/** Where a delivery is, in a few words. */
export function stateWords(
  { state, reason, attempt, error, nextAttemptAt }: DeliveryRow,
  now: number,
): string {
  if (state === "dead") return reason === null ? "dead" : DEAD[reason][0];
  if (state !== "pending") return state;
  if (error === null && attempt === 0) return "pending";
  if (nextAttemptAt === null || Date.parse(nextAttemptAt) <= now) return "due again";
  return `again ${agoOf(nextAttemptAt, now)}`;
}

/** The same as a sentence or two, with what one can do. */
export function stateSentence(delivery: DeliveryRow, now: number): string {
  const { state, reason, attempt, error, nextAttemptAt } = delivery;
  if (state === "dead") return reason === null ? "It is dead." : DEAD[reason][1];
  if (state === "running") return `Attempt ${attempt} is running.`;
  if (state === "done") return attempt > 1 ? `Done at attempt ${attempt}.` : "Done at the first attempt.";
  if (error === null) return "It waits for its turn.";
  const next = nextAttemptAt === null ? "soon" : agoOf(nextAttemptAt, now);
  return `Attempt ${attempt} failed. The next one is due ${next}.`;
}

/** The word for a retry: a replay was never tried. */
export function retryLabel({ reason }: Pick<DeliveryRow, "reason">): string {
  return reason === "replay" ? "Handle it" : "Retry";
}
