import { isObject, type Check } from "@flaghook/core/check";
import {
  array,
  boolean,
  literal,
  nullish,
  number,
  object,
  optional,
  record,
  string,
  unknown,
  type Shape,
} from "@flaghook/core/shape";
import { featureRevisionEventNames, noticeEventNames, thingEventNames } from "./event-names.ts";

const text = nullish(string);
const texts = nullish(array(string));
const flag = nullish(boolean);
const optionalNumber = nullish(number);
const anything = optional(unknown);
const fields = nullish(record(unknown));

const user = nullish(object({ type: text, id: text, email: text, name: text }));

const base = {
  object: text,
  created: optionalNumber,
  api_version: text,
  projects: texts,
  tags: texts,
  environments: texts,
  containsSecrets: flag,
  user,
};

const attributes = {
  archived: flag,
  description: text,
  owner: text,
  project: text,
  valueType: text,
  defaultValue: text,
  tags: texts,
  environments: nullish(
    record(object({ enabled: flag, defaultValue: text, rules: nullish(array(unknown)), definition: text })),
  ),
  prerequisites: nullish(array(unknown)),
  revision: nullish(
    object({
      version: optionalNumber,
      comment: text,
      date: text,
      createdBy: anything,
      publishedBy: anything,
    }),
  ),
  dateCreated: text,
  dateUpdated: text,
};

const feature = object({ id: string, ...attributes });

const diff = object({
  added: fields,
  removed: fields,
  modified: nullish(
    array(
      object({
        key: string,
        oldValue: anything,
        newValue: anything,
        values: nullish(array(unknown)),
      }),
    ),
  ),
});

/** A `FeatureCreatedPayload`. */
export const featureCreatedShape = object({
  ...base,
  event: literal("feature.created"),
  data: eitherForm(object({ object: feature }), object({ current: feature })),
});

/** A `FeatureUpdatedPayload`. */
export const featureUpdatedShape = object({
  ...base,
  event: literal("feature.updated"),
  data: eitherForm(
    object({ object: feature, previous_attributes: nullish(object(attributes)), changes: nullish(diff) }),
    object({ current: feature, previous: feature }),
  ),
});

/** A `FeatureDeletedPayload`. */
export const featureDeletedShape = object({
  ...base,
  event: literal("feature.deleted"),
  data: eitherForm(object({ object: feature }), object({ previous: feature })),
});

/** A `FeatureRevisionPayload`. */
export const featureRevisionShape = object({
  ...base,
  event: literal(...featureRevisionEventNames),
  data: object({
    object: object({
      featureId: string,
      version: optionalNumber,
      baseVersion: optionalNumber,
      status: text,
      comment: text,
      change: text,
      reviewComment: text,
      reviewer: user,
    }),
  }),
});

const thing = nullish(object({ id: text, name: text }));

/** A `ThingPayload`. */
export const thingShape = object({
  ...base,
  event: literal(...thingEventNames),
  data: object({ object: thing, current: thing, previous: thing }),
});

/** A `NoticePayload`. */
export const noticeShape = object({
  ...base,
  event: literal(...noticeEventNames),
  data: record(unknown),
});

/** A `WebhookTestPayload`. */
export const webhookTestShape = object({
  ...base,
  event: literal("webhook.test"),
  data: record(unknown),
});

/** A `PayloadChangedPayload`. */
export const payloadChangedShape = object({
  type: text,
  timestamp: text,
  data: fields,
  features: fields,
  items: nullish(array(object({ operation: text, key: text, value: anything }))),
});

/** `data` of a `json` or a `raw` payload: a union whose issues are those of the form that came. */
function eitherForm<Json, Raw>(json: Shape<Json>, raw: Shape<Raw>): Shape<Json | Raw> {
  return ((kit) => kit("union", byForm, json(kit), raw(kit))) as Shape<Json | Raw>; // as `union` does it
}

function byForm(json: Check, raw: Check): Check {
  return (data, issues) => (isRaw(data) ? raw(data, issues) : json(data, issues));
}

function isRaw(data: unknown): boolean {
  return isObject(data) && (Object.hasOwn(data, "current") || Object.hasOwn(data, "previous"));
}
