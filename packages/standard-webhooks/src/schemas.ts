import * as z from "zod/mini";
import type { MessagePayload } from "./types.ts";

/**
 * Schema of {@link MessagePayload}, the recommended form. Unknown keys pass. It verifies no
 * signature.
 *
 * @example
 * ```ts
 * import { messageSchema } from "@flaghook/standard-webhooks/schemas";
 *
 * export function typeOf(payload: unknown): string {
 *   return messageSchema.parse(payload).type;
 * }
 * ```
 */
export const messageSchema: z.ZodMiniType<MessagePayload> = /* @__PURE__ */ z.looseObject({
  type: /* @__PURE__ */ z.string(),
  timestamp: /* @__PURE__ */ z.string(),
  data: /* @__PURE__ */ z.unknown(),
});
