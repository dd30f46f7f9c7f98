import type { BatchPayload, LoggedEvent } from "./types.ts";

/**
 * The entries of a batch, whichever of its two forms it has.
 *
 * @example
 * ```ts
 * import { loggedEvents, type StatsigEvent } from "@flaghook/statsig";
 *
 * export function namesOf(event: StatsigEvent): string[] {
 *   if (event.type !== "batch") return [];
 *   return loggedEvents(event.payload).map(({ eventName }) => eventName);
 * }
 * ```
 */
export function loggedEvents(payload: BatchPayload): readonly LoggedEvent[] {
  return "data" in payload ? payload.data : payload;
}
