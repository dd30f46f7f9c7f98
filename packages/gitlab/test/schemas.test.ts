import { expect, test } from "vitest";
import { mutations } from "../../../tools/test-support/mutations.ts";
import { gitlab } from "../src/index.ts";
import { featureFlagSchema } from "../src/schemas.ts";
import { vectors } from "./vectors.ts";

const secret = "a token";

function isAccepted(payload: unknown): boolean {
  const body = JSON.stringify(payload);
  return gitlab.safeVerify({ headers: gitlab.sign(body, { secret }), body }, { secret }).ok;
}

test("verify and the schema agree on every change in one place to a flag", () => {
  let compared = 0;
  for (const mutated of mutations(JSON.parse(vectors.genuine[0]!.body))) {
    const { object_kind } = Object(mutated) as { object_kind?: unknown };
    if (object_kind !== "feature_flag") continue; // another event, or none
    expect({ mutated, accepted: isAccepted(mutated) }).toEqual({
      mutated,
      accepted: featureFlagSchema.safeParse(mutated).success,
    });
    compared++;
  }
  expect(compared).toBeGreaterThan(100);
});
