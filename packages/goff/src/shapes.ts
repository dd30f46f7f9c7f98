import { fail, isObject } from "@flaghook/core/check";
import {
  boolean,
  lazy,
  nullish,
  number,
  object,
  record,
  special,
  string,
  array,
  unknown,
  type Shape,
} from "@flaghook/core/shape";
import { sortEvents } from "./export-events.ts";
import { MAX_NESTING, nestsWithin } from "./nesting.ts";
import type { ExportPayload, ScheduledStep } from "./types.ts";

const text = nullish(string);
const flag = nullish(boolean);

const rolloutStep = object({ variation: text, percentage: nullish(number), date: text });

const rule = object({
  name: text,
  query: text,
  variation: text,
  percentage: nullish(record(number)),
  progressiveRollout: nullish(object({ initial: nullish(rolloutStep), end: nullish(rolloutStep) })),
  disable: flag,
});

const flagFields = {
  variations: nullish(record(unknown)),
  targeting: nullish(array(rule)),
  bucketingKey: text,
  defaultRule: nullish(rule),
  experimentation: nullish(object({ start: text, end: text })),
  scheduledRollout: nullish(array(lazy(() => scheduledStep))),
  trackEvents: flag,
  disable: flag,
  version: text,
  metadata: nullish(record(unknown)),
};

const scheduledStep: Shape<ScheduledStep> = object({ ...flagFields, date: text });

/** A `Flag`. Looks at its nesting first: nothing recursive may run over one that is too deep. */
export const flagShape = special({
  check: (value, issues) =>
    !isObject(value) ||
    nestsWithin(MAX_NESTING, value) ||
    fail("too_deep", `at most ${MAX_NESTING} levels`, issues),
  shape: object(flagFields),
});

/** A `NotifyPayload`. */
export const notifyShape = object({
  meta: record(string),
  flags: object({
    deleted: nullish(record(flagShape)),
    added: nullish(record(flagShape)),
    updated: nullish(record(object({ old_value: flagShape, new_value: flagShape }))),
  }),
});

/**
 * The elements of a batch. None of them can refuse it, so the check looks at none; `extraFields`
 * sorts them out in one loop, as the schema does.
 */
const batch = special<ExportPayload["events"]>({
  check: (value, issues) => value === null || Array.isArray(value) || fail("invalid_type", "array", issues),
  read: (elements: readonly unknown[] | null) => sortEvents(elements).known,
});

/** An `ExportPayload`, once its elements are sorted. */
export const exportShape = object({ meta: record(string), events: batch });
