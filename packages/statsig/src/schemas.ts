import { limited } from "@flaghook/core/check";
import * as z from "zod/mini";
import type { BatchPayload, LoggedEvent, ReviewPayload } from "./types.ts";

const text = /* @__PURE__ */ z.nullish(/* @__PURE__ */ z.string());

/** Schema of {@link LoggedEvent}, one entry of a batch. Unknown keys pass. */
export const loggedEventSchema: z.ZodMiniType<LoggedEvent> = /* @__PURE__ */ z.looseObject({
  eventName: /* @__PURE__ */ z.string(),
  timestamp: /* @__PURE__ */ z.nullish(
    /* @__PURE__ */ z.union([/* @__PURE__ */ z.number(), /* @__PURE__ */ z.string()]),
  ),
  user: /* @__PURE__ */ z.nullish(/* @__PURE__ */ z.looseObject({ userID: text, email: text, name: text })),
  userID: text,
  metadata: /* @__PURE__ */ z.nullish(
    /* @__PURE__ */ z.record(/* @__PURE__ */ z.string(), /* @__PURE__ */ z.unknown()),
  ),
});

const logged = /* @__PURE__ */ limited(/* @__PURE__ */ z.array(loggedEventSchema));

/**
 * Schema of {@link BatchPayload}. It verifies no signature.
 *
 * @example
 * ```ts
 * import { batchSchema } from "@flaghook/statsig/schemas";
 *
 * export function isBatch(stored: unknown): boolean {
 *   return batchSchema.safeParse(stored).success;
 * }
 * ```
 */
export const batchSchema: z.ZodMiniType<BatchPayload> = /* @__PURE__ */ z.union([
  logged,
  /* @__PURE__ */ z.looseObject({ data: logged }),
]);

/** Schema of {@link ReviewPayload}. It compares no key. */
export const reviewSchema: z.ZodMiniType<ReviewPayload> = /* @__PURE__ */ z.looseObject({
  review_id: /* @__PURE__ */ z.string(),
  submitter: text,
  committer: text,
  config_type: text,
  config_name: text,
  experiment_name: text,
  type: text,
});
