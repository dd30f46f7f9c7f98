import type { EventContext, EventDefinition } from "@flaghook/core";
import {
  array,
  boolean,
  fail,
  isObject,
  lazy,
  nullable,
  nullish,
  number,
  object,
  record,
  string,
  unknown,
  type Check,
} from "@flaghook/core/check";
import { sortEvents } from "./export-events.ts";
import { MAX_NESTING, nestsWithin } from "./nesting.ts";

// Checks with the verdicts of schemas.ts, which a test compares: no zod to load, no copy of a payload.
const rolloutStep = object({
  variation: nullish(string),
  percentage: nullish(number),
  date: nullish(string),
});

const rule = object({
  name: nullish(string),
  query: nullish(string),
  variation: nullish(string),
  percentage: nullish(record(number)),
  progressiveRollout: nullish(object({ initial: nullish(rolloutStep), end: nullish(rolloutStep) })),
  disable: nullish(boolean),
});

const flagFields: Readonly<Record<string, Check>> = {
  variations: nullish(record(unknown)),
  targeting: nullish(array(rule)),
  bucketingKey: nullish(string),
  defaultRule: nullish(rule),
  experimentation: nullish(object({ start: nullish(string), end: nullish(string) })),
  scheduledRollout: nullish(array(lazy(() => scheduledStep))),
  trackEvents: nullish(boolean),
  disable: nullish(boolean),
  version: nullish(string),
  metadata: nullish(record(unknown)),
};

const scheduledStep = object({ ...flagFields, date: nullish(string) });

const fieldsOfFlag = object(flagFields);
const flag: Check = (value, issues) =>
  isObject(value) && !nestsWithin(MAX_NESTING, value)
    ? fail("too_deep", `at most ${MAX_NESTING} levels`, issues)
    : fieldsOfFlag(value, issues);

const exportPayload = object({ meta: record(string), events: nullable(array(() => true)) });

const notifyPayload = object({
  meta: record(string),
  flags: object({
    deleted: nullish(record(flag)),
    added: nullish(record(flag)),
    updated: nullish(record(object({ old_value: flag, new_value: flag }))),
  }),
});

/** The two events. A notification is sent once: the same bytes a minute later are a new one. */
export const events: Readonly<Record<string, EventDefinition>> = {
  export: { validator: exportPayload },
  notify: { validator: notifyPayload, repeatable: true, repeatWindowSeconds: 60 },
};

/**
 * The body's shape alone tells the two senders apart. With neither or both keys it is neither's.
 */
export function eventName(payload: unknown): string | undefined {
  if (!isObject(payload)) return undefined;
  const isExport = Object.hasOwn(payload, "events");
  const isNotify = Object.hasOwn(payload, "flags");
  if (isExport === isNotify) return undefined;
  return isExport ? "export" : "notify";
}

/** Moves elements that have no type out of the batch and onto the event. */
export function extraFields({ type, payload }: EventContext): object | undefined {
  if (type !== "export") return undefined;
  const batch = payload as { readonly events: readonly unknown[] | null }; // the validator has passed
  const { known, others } = sortEvents(batch.events);
  return known === batch.events
    ? { otherEvents: others }
    : { payload: { ...batch, events: known }, otherEvents: others };
}
