import { array, boolean, nullish, number, object, string, union } from "@flaghook/core/shape";

const text = nullish(string);
const texts = nullish(array(string));
/** A boolean may be a text in a template of your own. */
const flag = nullish(union(boolean, string));
const reference = nullish(object({ id: text, name: text }));

const base = {
  event: text,
  events: text,
  operator: text,
  happenedAt: text,
  changes: texts,
  organization: reference,
  project: reference,
  environment: reference,
};

const conditions = nullish(array(object({ id: text, property: text, op: text, value: text })));
const rollouts = nullish(
  array(object({ id: text, rollout: nullish(array(number)), exptRollout: nullish(number) })),
);

const featureFlag = object({
  id: text,
  key: text,
  name: text,
  description: text,
  tags: texts,
  variationType: text,
  variations: nullish(array(object({ id: text, name: text, value: text }))),
  targetUsers: nullish(array(object({ variationId: text, keyIds: texts }))),
  rules: nullish(
    array(
      object({
        id: text,
        name: text,
        dispatchKey: text,
        includedInExpt: flag,
        conditions,
        variations: rollouts,
      }),
    ),
  ),
  isEnabled: flag,
  disabledVariationId: text,
  fallthrough: nullish(object({ dispatchKey: text, includedInExpt: flag, variations: rollouts })),
  exptIncludeAllTargets: flag,
  isArchived: flag,
});

const segment = object({
  id: text,
  name: text,
  description: text,
  tags: texts,
  included: texts,
  excluded: texts,
  rules: nullish(array(object({ id: text, name: text, conditions }))),
  flagReferences: nullish(array(object({ envId: text, id: text, name: text, key: text }))),
  isArchived: flag,
});

/** A `FeatureFlagPayload`. */
export const featureFlagShape = object({
  ...base,
  data: nullish(object({ kind: text, object: nullish(featureFlag) })),
});

/** A `SegmentPayload`. */
export const segmentShape = object({
  ...base,
  data: nullish(object({ kind: text, object: nullish(segment) })),
});
