import * as z from "zod/mini";
import type { NewCommitPayload } from "./types.ts";

/**
 * Schema of {@link NewCommitPayload}. Unknown keys pass. It validates a payload; it verifies no
 * signature.
 *
 * @example
 * ```ts
 * import { newCommitSchema } from "@flaghook/hypertune/schemas";
 *
 * const payload = newCommitSchema.parse({
 *   id: "a",
 *   type: "NEW_COMMIT",
 *   project: { id: "1" },
 *   commit: { id: "2" },
 * });
 * console.log(payload.commit.id);
 * ```
 */
export const newCommitSchema: z.ZodMiniType<NewCommitPayload> = /* @__PURE__ */ z.looseObject({
  id: z.string().check(z.minLength(1)),
  type: z.literal("NEW_COMMIT"),
  createdAt: z.nullish(z.string()),
  project: z.looseObject({ id: z.string(), name: z.nullish(z.string()) }),
  commit: z.looseObject({ id: z.string(), message: z.nullish(z.string()) }),
  user: z.nullish(
    z.looseObject({
      id: z.nullish(z.string()),
      displayName: z.nullish(z.string()),
      email: z.nullish(z.string()),
    }),
  ),
});
