import { isObject } from "@flaghook/core/check";
import { MAX_NESTING, nestsWithin } from "./nesting.ts";
import type { FeatureEvent, TrackingEvent } from "./types.ts";

/** The elements of a batch: those with a type, and the others. */
export interface SortedEvents {
  readonly known: readonly (FeatureEvent | TrackingEvent)[];
  readonly others: readonly unknown[];
}

const NONE: readonly unknown[] = [];

/**
 * Sorts elements by whether we know their kind. One loop over a default batch of 100 000, and a
 * copy only if there are others; a schema object per element would take three times as long as all
 * the rest of verification.
 */
export function sortEvents(elements: readonly unknown[] | null): SortedEvents {
  if (elements === null) return { known: [], others: NONE };
  let first = 0;
  while (first < elements.length && isKnown(elements[first])) first++;
  if (first === elements.length) return { known: elements as SortedEvents["known"], others: NONE }; // each of them was checked
  const known = elements.slice(0, first) as SortedEvents["known"][number][]; // so were these
  const others: unknown[] = [];
  for (let index = first; index < elements.length; index++) {
    const element = elements[index];
    if (index > first && isKnown(element)) known.push(element);
    else others.push(element);
  }
  return { known, others };
}

function isKnown(element: unknown): element is FeatureEvent | TrackingEvent {
  if (!isObject(element) || !nestsWithin(MAX_NESTING, element)) return false;
  if (element["kind"] === "feature") return isFeature(element);
  return element["kind"] === "tracking" && isTracking(element);
}

function isFeature(element: Record<string, unknown>): boolean {
  return (
    isEvaluation(element) &&
    typeof element["variation"] === "string" &&
    element["value"] !== undefined &&
    typeof element["default"] === "boolean" &&
    typeof element["version"] === "string" &&
    typeof element["source"] === "string" &&
    (element["metadata"] === undefined || isObject(element["metadata"]))
  );
}

function isTracking(element: Record<string, unknown>): boolean {
  return (
    isEvaluation(element) &&
    isObjectOrNull(element["evaluationContext"]) &&
    isObjectOrNull(element["trackingEventDetails"])
  );
}

/** What both kinds share. */
function isEvaluation(element: Record<string, unknown>): boolean {
  return (
    typeof element["userKey"] === "string" &&
    Number.isFinite(element["creationDate"]) &&
    typeof element["key"] === "string" &&
    (element["contextKind"] === undefined || typeof element["contextKind"] === "string")
  );
}

function isObjectOrNull(value: unknown): boolean {
  return value === null || isObject(value);
}
