import type {
  Feature,
  FeatureCreatedPayload,
  FeatureDeletedPayload,
  FeatureUpdatedPayload,
} from "./types.ts";

/**
 * The feature in a payload, `json` or `raw`: as it is now, or as it was when it was deleted.
 *
 * @example
 * ```ts
 * import { featureOf, type FeatureUpdatedEvent } from "@flaghook/growthbook";
 *
 * export function isArchived({ payload }: FeatureUpdatedEvent): boolean {
 *   return featureOf(payload).archived === true;
 * }
 * ```
 */
export function featureOf({
  data,
}: FeatureCreatedPayload | FeatureUpdatedPayload | FeatureDeletedPayload): Feature {
  if ("object" in data) return data.object;
  return "current" in data ? data.current : data.previous;
}
