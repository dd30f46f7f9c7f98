import { expect, test } from "vitest";
import { compareVerdicts } from "../../src/proof/verdicts.ts";
import { shapes } from "../built-shapes.ts";
import { samples } from "../corrected.ts";

test("check, schema and shapes give the same verdict on mutated payloads", () => {
  const { total, passed, differing } = compareVerdicts(shapes, samples, 20);
  expect(differing).toEqual([]);
  expect(passed).toBeGreaterThan(total / 10);
  expect(total - passed).toBeGreaterThan(total / 10);
});
