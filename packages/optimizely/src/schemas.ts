import { limited } from "@flaghook/core/check";
import * as z from "zod/mini";
import { approvalEventNames, changeEventNames } from "./event-names.ts";
import type {
  ApprovalPayload,
  Change,
  ChangePayload,
  DatafileUpdatedPayload,
  SnippetUpdatedPayload,
} from "./types.ts";

const text = /* @__PURE__ */ z.nullish(/* @__PURE__ */ z.string());
const optionalNumber = /* @__PURE__ */ z.nullish(/* @__PURE__ */ z.number());
const identifier = /* @__PURE__ */ z.nullish(
  /* @__PURE__ */ z.union([/* @__PURE__ */ z.number(), /* @__PURE__ */ z.string()]),
);

const revision = /* @__PURE__ */ z.looseObject({
  revision: /* @__PURE__ */ z.number(),
  cdn_url: /* @__PURE__ */ z.string(),
  origin_url: text,
  environment: text,
});

/**
 * Schema of {@link DatafileUpdatedPayload}. Unknown keys pass. It verifies no signature.
 *
 * @example
 * ```ts
 * import { datafileUpdatedSchema } from "@flaghook/optimizely/schemas";
 *
 * export function revisionOf(stored: unknown): number {
 *   return datafileUpdatedSchema.parse(stored).data.revision;
 * }
 * ```
 */
export const datafileUpdatedSchema: z.ZodMiniType<DatafileUpdatedPayload> = /* @__PURE__ */ z.looseObject({
  project_id: /* @__PURE__ */ z.number(),
  timestamp: optionalNumber,
  event: /* @__PURE__ */ z.literal("project.datafile_updated"),
  data: revision,
});

/** Schema of {@link SnippetUpdatedPayload}. Unknown keys pass. It verifies no signature. */
export const snippetUpdatedSchema: z.ZodMiniType<SnippetUpdatedPayload> = /* @__PURE__ */ z.looseObject({
  project_id: /* @__PURE__ */ z.number(),
  timestamp: optionalNumber,
  event: /* @__PURE__ */ z.literal("project.snippet_updated"),
  data: revision,
});

const change: z.ZodMiniType<Change> = /* @__PURE__ */ z.looseObject({
  id: identifier,
  project_id: optionalNumber,
  created: text,
  summary: text,
  source: text,
  change_type: text,
  entity: /* @__PURE__ */ z.nullish(
    /* @__PURE__ */ z.looseObject({
      id: identifier,
      name: text,
      type: text,
      sub_type: text,
      api_url: text,
      ui_url: text,
      is_deleted: /* @__PURE__ */ z.nullish(/* @__PURE__ */ z.boolean()),
    }),
  ),
  changes: /* @__PURE__ */ z.nullish(
    /* @__PURE__ */ limited(
      /* @__PURE__ */ z.array(/* @__PURE__ */ z.looseObject({ property: text, description: text })),
    ),
  ),
  user: /* @__PURE__ */ z.nullish(
    /* @__PURE__ */ z.looseObject({
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

const changes = /* @__PURE__ */ limited(/* @__PURE__ */ z.array(change));

/**
 * Schema of {@link ChangePayload}, for all change-history events. Unknown keys pass. It verifies no
 * signature.
 */
export const changeSchema: z.ZodMiniType<ChangePayload> = /* @__PURE__ */ z.looseObject({
  project_id: /* @__PURE__ */ z.number(),
  timestamp: optionalNumber,
  event: /* @__PURE__ */ z.enum(changeEventNames),
  data: changes,
});

/**
 * Schema of {@link ApprovalPayload}, for all approval events. Unknown keys pass. It verifies no
 * signature.
 */
export const approvalSchema: z.ZodMiniType<ApprovalPayload> = /* @__PURE__ */ z.looseObject({
  project_id: /* @__PURE__ */ z.number(),
  timestamp: optionalNumber,
  event: /* @__PURE__ */ z.enum(approvalEventNames),
  data: changes,
});
