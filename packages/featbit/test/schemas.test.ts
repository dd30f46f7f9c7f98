import { expect, test } from "vitest";
import { mutations } from "../../../tools/test-support/mutations.ts";
import { featbit } from "../src/index.ts";
import { kindOf } from "../src/names.ts";
import { featureFlagSchema, segmentSchema } from "../src/schemas.ts";
import { vectors } from "./vectors.ts";

const secret = "secret";

function isAccepted(payload: unknown): boolean {
  const body = JSON.stringify(payload);
  return featbit.safeVerify({ headers: featbit.sign(body, { secret }), body }, { secret }).ok;
}

test.each([
  { name: "a flag", index: 1, schema: featureFlagSchema, kind: "feature_flag" },
  { name: "a segment", index: 3, schema: segmentSchema, kind: "segment" },
])("verify and the schema agree on every change in one place to $name", ({ index, schema, kind }) => {
  let compared = 0;
  for (const mutated of mutations(JSON.parse(vectors.genuine[index]!.body))) {
    if (kindOf(mutated) !== kind) continue; // another event, or none
    expect({ mutated, accepted: isAccepted(mutated) }).toEqual({
      mutated,
      accepted: schema.safeParse(mutated).success,
    });
    compared++;
  }
  expect(compared).toBeGreaterThan(100);
});
