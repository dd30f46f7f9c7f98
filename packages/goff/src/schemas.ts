import { createSchemaOf, lazyKind, recordKind, specialKind } from "@flaghook/core/schemas";
import type { ZodMiniType } from "zod/mini";
import { exportShape, flagShape, notifyShape } from "./shapes.ts";
import type { ExportPayload, Flag, NotifyPayload } from "./types.ts";

const schemaOf = /* @__PURE__ */ createSchemaOf({ lazy: lazyKind, record: recordKind, special: specialKind });

/** Schema of {@link Flag}. Unknown keys pass. It verifies no signature. */
export const flagSchema: ZodMiniType<Flag> = /* @__PURE__ */ schemaOf(flagShape);

/** Schema of {@link NotifyPayload}. Unknown keys pass. It verifies no signature. */
export const notifySchema: ZodMiniType<NotifyPayload> = /* @__PURE__ */ schemaOf(notifyShape);

/** Schema of {@link ExportPayload}. Unknown keys pass. It verifies no signature. */
export const exportSchema: ZodMiniType<ExportPayload> = /* @__PURE__ */ schemaOf(exportShape);
