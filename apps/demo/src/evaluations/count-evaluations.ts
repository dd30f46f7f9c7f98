import type { WebhookEvent } from "@flaghook/core";
import type { GoffEvent } from "@flaghook/goff";
import type { EvaluationCount } from "../database/evaluations.ts";
import { shorten } from "../words/tail.ts";

const MINUTE_MS = 60_000;

/** Clocks differ, and exporters wait: a time further off is not believed. */
const LEAST_AGE_MS = -5 * MINUTE_MS;
const MOST_AGE_MS = 24 * 60 * MINUTE_MS;

/**
 * Counts that one batch may give. Flags and variations with a name for each person would fill a
 * disk.
 */
const MAX_COUNTS = 2000;

/**
 * The evaluations that an event tells of, by minute. `omitted` of them have too many different
 * names.
 */
export interface CountedEvaluations {
  readonly counts: readonly EvaluationCount[];
  readonly omitted: number;
}

const NONE: CountedEvaluations = { counts: [], omitted: 0 };

/** Counts the evaluations of a batch of GO Feature Flag's exporter. No other event tells of any. */
export function countEvaluations(given: WebhookEvent, arrivedAt: Date): CountedEvaluations {
  const event = given as GoffEvent;
  if (event.provider !== "goff" || event.type !== "export") return NONE;
  const environment = shorten(event.payload.meta["environment"] ?? "", 80);
  const counts = new Map<string, EvaluationCount>();
  let omitted = 0;
  for (const one of event.payload.events) {
    if (one.kind !== "feature") continue;
    const flag = shorten(one.key, 80);
    const variation = shorten(one.variation, 40);
    const at = minuteOf(one.creationDate * 1000, arrivedAt.getTime());
    const key = `${at} ${one.default} ${flag.length} ${flag} ${variation}`;
    const known = counts.get(key);
    if (known === undefined && counts.size >= MAX_COUNTS) omitted++;
    else
      counts.set(key, {
        flag,
        environment,
        variation,
        isFailed: one.default,
        at: new Date(at),
        count: (known?.count ?? 0) + 1,
      });
  }
  // In one order, so that two batches at a time never wait for each other.
  const sorted = [...counts].toSorted(([key], [other]) => (key < other ? -1 : 1));
  return { counts: sorted.map(([, count]) => count), omitted };
}

function minuteOf(at: number, arrivedAt: number): number {
  const age = arrivedAt - at;
  const believed = age >= LEAST_AGE_MS && age <= MOST_AGE_MS ? at : arrivedAt;
  return Math.floor(believed / MINUTE_MS) * MINUTE_MS;
}
