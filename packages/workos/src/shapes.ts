import { array, boolean, literal, nonEmptyString, nullish, object, string } from "@flaghook/core/shape";

const text = nullish(string);
const flag = nullish(boolean);
const tags = nullish(array(string));

const base = {
  id: nonEmptyString,
  created_at: text,
  data: object({
    id: string,
    slug: string,
    name: text,
    object: text,
    environment_id: text,
    description: text,
    owner: nullish(object({ email: text, first_name: text, last_name: text })),
    tags,
    enabled: flag,
    default_value: flag,
    created_at: text,
    updated_at: text,
  }),
};

const actor = nullish(object({ id: text, name: text, source: text }));
const previousFlag = nullish(
  object({ name: text, description: text, tags, enabled: flag, default_value: flag }),
);
const targets = nullish(
  object({
    organizations: nullish(array(object({ id: text, name: text }))),
    users: nullish(array(object({ id: text, email: text }))),
  }),
);
const access = { access_type: text, configured_targets: targets };

/** A `FlagPayload`. */
export const flagShape = object({
  ...base,
  event: literal("flag.created", "flag.updated", "flag.deleted"),
  context: nullish(object({ client_id: text, actor, previous_attributes: previousFlag })),
});

/** A `FlagRuleUpdatedPayload`. */
export const flagRuleUpdatedShape = object({
  ...base,
  event: literal("flag.rule_updated"),
  context: nullish(
    object({
      client_id: text,
      actor,
      ...access,
      previous_attributes: nullish(object({ data: previousFlag, context: nullish(object(access)) })),
    }),
  ),
});
