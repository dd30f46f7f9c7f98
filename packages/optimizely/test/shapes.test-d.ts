import type { ValueOf } from "@flaghook/core/shape";
import { expectTypeOf, test } from "vitest";
import type { approvalShape, changeShape, datafileUpdatedShape, snippetUpdatedShape } from "../src/shapes.ts";
import type {
  ApprovalPayload,
  ChangePayload,
  DatafileUpdatedPayload,
  SnippetUpdatedPayload,
} from "../src/types.ts";

test("DatafileUpdatedPayload says exactly what datafileUpdatedShape lets through", () => {
  expectTypeOf<ValueOf<typeof datafileUpdatedShape>>().toEqualTypeOf<DatafileUpdatedPayload>();
});

test("SnippetUpdatedPayload says exactly what snippetUpdatedShape lets through", () => {
  expectTypeOf<ValueOf<typeof snippetUpdatedShape>>().toEqualTypeOf<SnippetUpdatedPayload>();
});

test("ChangePayload says exactly what changeShape lets through", () => {
  expectTypeOf<ValueOf<typeof changeShape>>().toEqualTypeOf<ChangePayload>();
});

test("ApprovalPayload says exactly what approvalShape lets through", () => {
  expectTypeOf<ValueOf<typeof approvalShape>>().toEqualTypeOf<ApprovalPayload>();
});
