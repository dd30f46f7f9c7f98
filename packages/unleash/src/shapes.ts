import { array, literal, nullish, number, object, optional, string, unknown } from "@flaghook/core/shape";
import { eventNames } from "./event-names.ts";

const text = nullish(string);

/** An `UnleashPayload`. */
export const unleashShape = object({
  id: number,
  type: literal(...eventNames),
  createdBy: string,
  createdAt: string,
  createdByUserId: nullish(number),
  featureName: text,
  project: text,
  environment: text,
  data: optional(unknown),
  preData: optional(unknown),
  tags: nullish(array(object({ type: text, value: text }))),
  groupType: text,
  groupId: text,
});
