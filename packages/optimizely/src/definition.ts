import type { EventDefinition, ProviderDefinition } from "@flaghook/core";
import { checkOf } from "@flaghook/core/shape";
import { approvalEventNames, changeEventNames } from "./event-names.ts";
import { scheme } from "./scheme.ts";
import { approvalShape, changeShape, datafileUpdatedShape, snippetUpdatedShape } from "./shapes.ts";
import type { DatafileUpdatedPayload, SnippetUpdatedPayload } from "./types.ts";

const change: EventDefinition = { validator: checkOf(changeShape) };
const approval: EventDefinition = { validator: checkOf(approvalShape) };

/** Every event that Optimizely's API description lists. */
const events: Readonly<Record<string, EventDefinition>> = {
  "project.datafile_updated": { validator: checkOf(datafileUpdatedShape), identity },
  "project.snippet_updated": { validator: checkOf(snippetUpdatedShape), identity },
  ...Object.fromEntries(changeEventNames.map((name) => [name, change])),
  ...Object.fromEntries(approvalEventNames.map((name) => [name, approval])),
};

/**
 * A test passes it to `defineHexProvider`, which finds mistakes that `createHexProvider` does not.
 */
export const definition: ProviderDefinition = {
  id: "optimizely",
  scheme,
  eventName: { field: "event" },
  events,
};

/**
 * A revision of one project and environment: the same however often, and in whatever bytes, it is
 * sent.
 */
function identity(payload: DatafileUpdatedPayload | SnippetUpdatedPayload): string {
  const { event, project_id, data } = payload;
  return JSON.stringify([event, project_id, data.environment ?? null, data.revision]);
}
