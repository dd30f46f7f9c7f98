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
import { approvalEventNames, changeEventNames } from "./event-names.ts";

const text = nullish(string);
const optionalNumber = nullish(number);
const anything = optional(unknown);
const identifier = nullish(union(number, string));

const base = { project_id: number, timestamp: optionalNumber };

const revision = object({
  revision: number,
  cdn_url: string,
  origin_url: text,
  environment: text,
});

/** A `DatafileUpdatedPayload`. */
export const datafileUpdatedShape = object({
  ...base,
  event: literal("project.datafile_updated"),
  data: revision,
});

/** A `SnippetUpdatedPayload`. */
export const snippetUpdatedShape = object({
  ...base,
  event: literal("project.snippet_updated"),
  data: revision,
});

const changedEntity = object({
  id: identifier,
  name: text,
  type: text,
  sub_type: text,
  api_url: text,
  ui_url: text,
  is_deleted: nullish(boolean),
});

const changedProperty = object({
  property: text,
  description: text,
  before: anything,
  after: anything,
});

const changeAuthor = object({
  id: identifier,
  email: text,
  display_name: text,
  first_name: text,
  last_name: text,
  profile_image_url: text,
});

const changes = array(
  object({
    id: identifier,
    project_id: optionalNumber,
    created: text,
    summary: text,
    source: text,
    change_type: text,
    entity: nullish(changedEntity),
    changes: nullish(array(changedProperty)),
    user: nullish(changeAuthor),
    environment: text,
  }),
);

/** A `ChangePayload`. */
export const changeShape = object({
  ...base,
  event: literal(...changeEventNames),
  data: changes,
});

/** A `ApprovalPayload`. */
export const approvalShape = object({
  ...base,
  event: literal(...approvalEventNames),
  data: changes,
});
