import type { FeatureEvent, TrackingEvent } from "./types.ts";

/**
 * A key that is equal when GO Feature Flag sends the same event again inside a larger batch: every
 * field of the event, as JSON. It is as long as the event itself.
 *
 * Events have no id, and their time is in seconds: two events in the same second that differ in no
 * field share a key, so you cannot count evaluations exactly once you drop repeats.
 *
 * @example
 * ```ts
 * import { featureEventKey, type ExportEvent } from "@flaghook/goff";
 *
 * const seen = new Set<string>();
 *
 * export function countNew(batch: ExportEvent): number {
 *   const before = seen.size;
 *   for (const one of batch.payload.events) seen.add(featureEventKey(one));
 *   return seen.size - before;
 * }
 * ```
 */
export function featureEventKey(event: FeatureEvent | TrackingEvent): string {
  const { kind, contextKind, userKey, creationDate, key } = event;
  const details =
    event.kind === "feature"
      ? [event.variation, event.value, event.default, event.version, event.source, event.metadata]
      : [event.evaluationContext, event.trackingEventDetails];
  return JSON.stringify([kind, contextKind, userKey, creationDate, key, ...details]);
}
