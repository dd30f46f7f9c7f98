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

const text = /* @__PURE__ */ nullish(string);
const optionalNumber = /* @__PURE__ */ nullish(number);
const anything = /* @__PURE__ */ optional(unknown);
const identifier = /* @__PURE__ */ nullish(/* @__PURE__ */ union(number, string));

const base = { project_id: number, timestamp: optionalNumber };

const revision = /* @__PURE__ */ object({
  revision: number,
  cdn_url: string,
  origin_url: text,
  environment: text,
});

/** A `DatafileUpdatedPayload`. */
export const datafileUpdatedShape = /* @__PURE__ */ object({
  ...base,
  event: /* @__PURE__ */ literal("project.datafile_updated"),
  data: revision,
});

/** A `SnippetUpdatedPayload`. */
export const snippetUpdatedShape = /* @__PURE__ */ object({
  ...base,
  event: /* @__PURE__ */ literal("project.snippet_updated"),
  data: revision,
});

const changedEntity = /* @__PURE__ */ object({
  id: identifier,
  name: text,
  type: text,
  sub_type: text,
  api_url: text,
  ui_url: text,
  is_deleted: /* @__PURE__ */ nullish(boolean),
});

const changedProperty = /* @__PURE__ */ object({
  property: text,
  description: text,
  before: anything,
  after: anything,
});

const changeAuthor = /* @__PURE__ */ object({
  id: identifier,
  email: text,
  display_name: text,
  first_name: text,
  last_name: text,
  profile_image_url: text,
});

const changes = /* @__PURE__ */ array(
  /* @__PURE__ */ object({
    id: identifier,
    project_id: optionalNumber,
    created: text,
    summary: text,
    source: text,
    change_type: text,
    entity: /* @__PURE__ */ nullish(changedEntity),
    changes: /* @__PURE__ */ nullish(/* @__PURE__ */ array(changedProperty)),
    user: /* @__PURE__ */ nullish(changeAuthor),
    environment: text,
  }),
);

/** A `ChangePayload`. */
export const changeShape = /* @__PURE__ */ object({
  ...base,
  event: /* @__PURE__ */ literal(...changeEventNames),
  data: changes,
});

/** A `ApprovalPayload`. */
export const approvalShape = /* @__PURE__ */ object({
  ...base,
  event: /* @__PURE__ */ literal(...approvalEventNames),
  data: changes,
});
