import type { Check } from "@flaghook/core/check";
import {
  array,
  nullish,
  number,
  object,
  optional,
  record,
  string,
  union,
  unknown,
  type Shape,
  type ValueOf,
} from "@flaghook/core/shape";

const text = nullish(string);

const loggedUser = object({ userID: text, email: text, name: text });

/** A `LoggedEvent`. */
export const loggedEventShape = object({
  eventName: string,
  timestamp: nullish(union(number, string)),
  user: nullish(loggedUser),
  userID: text,
  metadata: nullish(record(unknown)),
});

const bare = array(loggedEventShape);
const wrapped = object({ data: bare });

/** A `BatchPayload`: a union whose issues are those of the form that came. */
export const batchShape = ((kit) => kit("union", byForm, wrapped(kit), bare(kit))) as Shape<
  ValueOf<typeof wrapped> | ValueOf<typeof bare>
>; // as `union` does it, whose check says only that it was neither

function byForm(ofObject: Check, ofList: Check): Check {
  return (payload, issues) => (Array.isArray(payload) ? ofList(payload, issues) : ofObject(payload, issues));
}

/** A `ReviewPayload`. */
export const reviewShape = object({
  review_id: string,
  submitter: text,
  committer: text,
  config_type: text,
  config_name: text,
  experiment_name: text,
  type: text,
  old_config: optional(unknown),
  new_config: optional(unknown),
  old_experiment: optional(unknown),
  new_experiment: optional(unknown),
});
