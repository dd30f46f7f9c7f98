import {
  array,
  boolean,
  literal,
  nullish,
  number,
  object,
  optional,
  string,
  unknown,
} from "@flaghook/core/shape";

const text = nullish(string);
const flag = nullish(boolean);
const amount = nullish(number);

const base = {
  action: literal("created", "updated", "deleted"),
  version: text, // empty in Flipt's own test
  metadata: nullish(
    object({
      actor: nullish(object({ authentication: text, ip: text, email: text, name: text, picture: text })),
    }),
  ),
  timestamp: text,
  status: text,
};

/** A `FlagPayload`. */
export const flagShape = object({
  ...base,
  type: literal("flag"),
  payload: nullish(
    object({
      key: text,
      name: text,
      description: text,
      enabled: flag,
      namespace_key: text,
      default_variant: text,
    }),
  ),
});

/** A `VariantPayload`. */
export const variantShape = object({
  ...base,
  type: literal("variant"),
  payload: nullish(
    object({
      id: text,
      key: text,
      name: text,
      description: text,
      attachment: text,
      flag_key: text,
      namespace_key: text,
    }),
  ),
});

const distribution = object({
  id: text,
  rule_id: text,
  variant_id: text,
  rollout: amount,
  flag_key: text,
  namespace_key: text,
});

/** A `RulePayload`. */
export const ruleShape = object({
  ...base,
  type: literal("rule"),
  payload: nullish(
    object({
      id: text,
      rank: amount,
      flag_key: text,
      namespace_key: text,
      segment_key: text,
      segment_operator: text,
      distributions: nullish(array(distribution)),
      rule_ids: nullish(array(string)),
    }),
  ),
});

/** A `RolloutPayload`. */
export const rolloutShape = object({
  ...base,
  type: literal("rollout"),
  payload: nullish(
    object({
      id: text,
      rank: amount,
      description: text,
      flag_key: text,
      namespace_key: text,
      segment: nullish(object({ key: text, value: flag, operator: text })),
      threshold: nullish(object({ percentage: amount, value: flag })),
      rollout_ids: nullish(array(string)),
    }),
  ),
});

/** A `DistributionPayload`. */
export const distributionShape = object({
  ...base,
  type: literal("distribution"),
  payload: nullish(distribution),
});

const constraint = object({
  id: text,
  segment_key: text,
  namespace_key: text,
  property: text,
  operator: text,
  value: text,
  type: text,
});

/** A `SegmentPayload`. */
export const segmentShape = object({
  ...base,
  type: literal("segment"),
  payload: nullish(
    object({
      key: text,
      name: text,
      description: text,
      namespace_key: text,
      match_type: text,
      constraints: nullish(array(constraint)),
    }),
  ),
});

/** A `ConstraintPayload`. */
export const constraintShape = object({
  ...base,
  type: literal("constraint"),
  payload: nullish(constraint),
});

/** A `NamespacePayload`. */
export const namespaceShape = object({
  ...base,
  type: literal("namespace"),
  payload: nullish(object({ key: text, name: text, description: text, protected: flag })),
});

/** A `TokenPayload`. */
export const tokenShape = object({ ...base, type: literal("token"), payload: optional(unknown) });
