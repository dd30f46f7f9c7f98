import { createSchemaOf, unionKind } from "@flaghook/core/schemas";
import type { ZodMiniType } from "zod/mini";
import { approvalShape, changeShape, datafileUpdatedShape, snippetUpdatedShape } from "./shapes.ts";
import type {
  ApprovalPayload,
  ChangePayload,
  DatafileUpdatedPayload,
  SnippetUpdatedPayload,
} from "./types.ts";

const schemaOf = /* @__PURE__ */ createSchemaOf({ union: unionKind });

/** Schema of {@link DatafileUpdatedPayload}. Unknown keys pass. It verifies no signature. */
export const datafileUpdatedSchema: ZodMiniType<DatafileUpdatedPayload> =
  /* @__PURE__ */ schemaOf(datafileUpdatedShape);

/** Schema of {@link SnippetUpdatedPayload}. Unknown keys pass. It verifies no signature. */
export const snippetUpdatedSchema: ZodMiniType<SnippetUpdatedPayload> =
  /* @__PURE__ */ schemaOf(snippetUpdatedShape);

/** Schema of {@link ChangePayload}. Unknown keys pass. It verifies no signature. */
export const changeSchema: ZodMiniType<ChangePayload> = /* @__PURE__ */ schemaOf(changeShape);

/** Schema of {@link ApprovalPayload}. Unknown keys pass. It verifies no signature. */
export const approvalSchema: ZodMiniType<ApprovalPayload> = /* @__PURE__ */ schemaOf(approvalShape);
