import type { ValueOf } from "@flaghook/core/shape";
import { expectTypeOf, test } from "vitest";
import type { newCommitShape } from "../src/shapes.ts";
import type { NewCommitPayload } from "../src/types.ts";

test("NewCommitPayload says exactly what newCommitShape lets through", () => {
  expectTypeOf<ValueOf<typeof newCommitShape>>().toEqualTypeOf<NewCommitPayload>();
});
