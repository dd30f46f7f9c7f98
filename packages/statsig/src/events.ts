import type { EventDefinition } from "@flaghook/core";
import { array, nullish, number, object, record, string, union, type Check } from "@flaghook/core/check";

// Checks that say what schemas.ts says, as a test compares: no zod to load, no copy of a payload.
const text = nullish(string);
const anything: Check = () => true;

const logged = array(
  object({
    eventName: string,
    timestamp: nullish(union(number, string)),
    user: nullish(object({ userID: text, email: text, name: text })),
    userID: text,
    metadata: nullish(record(anything)),
  }),
);
const wrapped = object({ data: logged });

/** The one event of the event webhook. */
export const events: Readonly<Record<string, EventDefinition>> = {
  batch: {
    validator: (payload, issues) =>
      Array.isArray(payload) ? logged(payload, issues) : wrapped(payload, issues),
  },
};

/** The one event of the pre-commit webhook. */
export const precommitEvents: Readonly<Record<string, EventDefinition>> = {
  review: {
    validator: object({
      review_id: string,
      submitter: text,
      committer: text,
      config_type: text,
      config_name: text,
      experiment_name: text,
      type: text,
    }),
  },
};
