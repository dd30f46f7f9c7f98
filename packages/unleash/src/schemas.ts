import { limited } from "@flaghook/core/check";
import * as z from "zod/mini";
import { eventNames } from "./event-names.ts";
import type { UnleashPayload } from "./types.ts";

const text = /* @__PURE__ */ z.nullish(/* @__PURE__ */ z.string());

/**
 * Schema of {@link UnleashPayload}, for every event that a webhook can be set up for. Unknown keys
 * pass. It compares no token.
 *
 * @example
 * ```ts
 * import { unleashSchema } from "@flaghook/unleash/schemas";
 *
 * export function flagOf(stored: unknown): string | null | undefined {
 *   return unleashSchema.parse(stored).featureName;
 * }
 * ```
 */
export const unleashSchema: z.ZodMiniType<UnleashPayload> = /* @__PURE__ */ z.looseObject({
  id: /* @__PURE__ */ z.number(),
  type: /* @__PURE__ */ z.enum(eventNames),
  createdBy: /* @__PURE__ */ z.string(),
  createdAt: /* @__PURE__ */ z.string(),
  createdByUserId: /* @__PURE__ */ z.nullish(/* @__PURE__ */ z.number()),
  featureName: text,
  project: text,
  environment: text,
  tags: /* @__PURE__ */ z.nullish(
    /* @__PURE__ */ limited(
      /* @__PURE__ */ z.array(/* @__PURE__ */ z.looseObject({ type: text, value: text })),
    ),
  ),
  groupType: text,
  groupId: text,
});
