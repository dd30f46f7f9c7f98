import { createSchemaOf, specialKind } from "@flaghook/core/schemas";
import type { ZodMiniType } from "zod/mini";
import { newCommitShape } from "./shapes.ts";
import type { NewCommitPayload } from "./types.ts";

const schemaOf = /* @__PURE__ */ createSchemaOf({ special: specialKind });

/** Schema of {@link NewCommitPayload}. Unknown keys pass. It verifies no signature. */
export const newCommitSchema: ZodMiniType<NewCommitPayload> = /* @__PURE__ */ schemaOf(newCommitShape);
