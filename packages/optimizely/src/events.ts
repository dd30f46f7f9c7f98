import type { EventDefinition } from "@flaghook/core";
import { array, boolean, literal, nullish, number, object, string, union } from "@flaghook/core/check";
import { approvalEventNames, changeEventNames } from "./event-names.ts";
import type { DatafileUpdatedPayload, SnippetUpdatedPayload } from "./types.ts";

// Checks with the verdicts of schemas.ts, which a test compares: no zod to load, no copy of a payload.
const identifier = nullish(union(number, string));
const text = nullish(string);

const revision = object({ revision: number, cdn_url: string, origin_url: text, environment: text });

function revisionOf(event: string): EventDefinition {
  return {
    validator: object({
      project_id: number,
      timestamp: nullish(number),
      event: literal(event),
      data: revision,
    }),
    identity,
  };
}

const change = object({
  id: identifier,
  project_id: nullish(number),
  created: text,
  summary: text,
  source: text,
  change_type: text,
  entity: nullish(
    object({
      id: identifier,
      name: text,
      type: text,
      sub_type: text,
      api_url: text,
      ui_url: text,
      is_deleted: nullish(boolean),
    }),
  ),
  changes: nullish(array(object({ property: text, description: text }))),
  user: nullish(
    object({
      id: identifier,
      email: text,
      display_name: text,
      first_name: text,
      last_name: text,
      profile_image_url: text,
    }),
  ),
  environment: text,
});

const changes = array(change);

function changesOf(event: string): EventDefinition {
  return {
    validator: object({
      project_id: number,
      timestamp: nullish(number),
      event: literal(event),
      data: changes,
    }),
  };
}

/**
 * A revision of one project and environment: the same however often, and in whatever bytes, it is
 * sent.
 */
function identity(payload: DatafileUpdatedPayload | SnippetUpdatedPayload): string {
  const { event, project_id, data } = payload;
  return JSON.stringify([event, project_id, data.environment ?? null, data.revision]);
}

/** Every event that Optimizely's API description lists. */
export const events: Readonly<Record<string, EventDefinition>> = {
  "project.datafile_updated": revisionOf("project.datafile_updated"),
  "project.snippet_updated": revisionOf("project.snippet_updated"),
  ...Object.fromEntries([...changeEventNames, ...approvalEventNames].map((name) => [name, changesOf(name)])),
};
