import type { FeatureEvent, TrackingEvent } from "./types.ts";

/**
 * A key that is equal when GO Feature Flag sends the same event again inside a larger batch: every
 * field of the event, as JSON. It is as long as the event itself.
 *
 * Events carry no id, and their time is in seconds: two events in the same second that differ in no
 * field share a key. Counting evaluations exactly is not possible with repeats dropped.
 *
 * @example
 * ```ts
 * import { featureEventKey, verify } from "@flaghook/goff";
 *
 * const seen = new Set<string>();
 *
 * export async function POST(request: Request): Promise<Response> {
 *   const body = new Uint8Array(await request.arrayBuffer());
 *   const event = verify({ headers: request.headers, body }, { secret: process.env.GOFF_WEBHOOK_SECRET! });
 *   if (event.type === "export") for (const one of event.payload.events) seen.add(featureEventKey(one));
 *   return new Response(null, { status: 204 });
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
