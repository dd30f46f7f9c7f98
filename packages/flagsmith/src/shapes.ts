import {
  array,
  boolean,
  literal,
  nullish,
  number,
  object,
  optional,
  string,
  union,
  unknown,
} from "@flaghook/core/shape";

const text = nullish(string);
const flag = nullish(boolean);
const optionalNumber = nullish(number);
const value = nullish(union(string, number, boolean));
const reference = nullish(object({ id: optionalNumber, name: text }));

const multivariateValues = nullish(
  array(
    object({
      id: optionalNumber,
      percentage_allocation: optionalNumber,
      multivariate_feature_option: nullish(object({ id: optionalNumber, value })),
    }),
  ),
);

const feature = object({
  id: optionalNumber,
  name: string,
  type: text,
  description: text,
  default_enabled: flag,
  initial_value: text,
  created_date: text,
  project: reference,
});

const flagState = object({
  enabled: boolean,
  feature,
  feature_state_value: value,
  environment: reference,
  identity: nullish(union(number, string)),
  identity_identifier: text,
  feature_segment: nullish(object({ segment: reference, priority: optionalNumber })),
  multivariate_feature_state_values: multivariateValues,
});

const change = { changed_by: text, timestamp: text };

/** A `FlagUpdatedPayload`. */
export const flagUpdatedShape = object({
  event_type: literal("FLAG_UPDATED"),
  data: object({ ...change, new_state: flagState, previous_state: nullish(flagState) }),
});

/** A `FlagDeletedPayload`. */
export const flagDeletedShape = object({
  event_type: literal("FLAG_DELETED"),
  data: object({ ...change, previous_state: flagState, new_state: nullish(flagState) }),
});

/** A `NewVersionPublishedPayload`. */
export const newVersionPublishedShape = object({
  event_type: literal("NEW_VERSION_PUBLISHED"),
  data: object({
    uuid: string,
    feature: object({ id: optionalNumber, name: string }),
    published_by: nullish(object({ id: optionalNumber, email: text })),
    feature_states: nullish(
      array(object({ enabled: flag, value, multivariate_feature_state_values: multivariateValues })),
    ),
  }),
});

/** A `AuditLogCreatedPayload`. */
export const auditLogCreatedShape = object({
  event_type: literal("AUDIT_LOG_CREATED"),
  data: object({
    id: optionalNumber,
    created_date: text,
    log: string,
    author: nullish(object({ id: optionalNumber, email: text, first_name: text, last_name: text })),
    environment: nullish(object({ id: optionalNumber, name: text, api_key: text })),
    project: reference,
    related_object_id: optionalNumber,
    related_object_uuid: text,
    related_object_type: string,
    is_system_event: flag,
  }),
});

/** A `IdentityPayload`. */
export const identityShape = object({
  identity: string,
  flags: array(unknown),
  traits: nullish(array(object({ id: optionalNumber, trait_key: text, trait_value: optional(unknown) }))),
  segments: nullish(array(object({ id: optionalNumber, name: text, member: flag }))),
});
