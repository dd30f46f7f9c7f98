import type { ValueOf } from "@flaghook/core/shape";
import { expectTypeOf, test } from "vitest";
import type { exportShape, flagShape, notifyShape } from "../src/shapes.ts";
import type { ExportPayload, Flag, NotifyPayload } from "../src/types.ts";

test("Flag says exactly what flagShape lets through", () => {
  expectTypeOf<ValueOf<typeof flagShape>>().toEqualTypeOf<Flag>();
});

test("NotifyPayload says exactly what notifyShape lets through", () => {
  expectTypeOf<ValueOf<typeof notifyShape>>().toEqualTypeOf<NotifyPayload>();
});

test("ExportPayload says exactly what exportShape lets through", () => {
  expectTypeOf<ValueOf<typeof exportShape>>().toEqualTypeOf<ExportPayload>();
});
