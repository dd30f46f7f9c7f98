import { expect, test } from "vitest";
import { mutations } from "../../../tools/test-support/mutations.ts";
import { statsig, statsigPrecommit } from "../src/index.ts";
import { batchSchema, loggedEventSchema, reviewSchema } from "../src/schemas.ts";
import { precommitVectors, vectors } from "./vectors.ts";

const secret = "secret";

function isAccepted(provider: typeof statsig | typeof statsigPrecommit, mutated: unknown): boolean {
  const body = JSON.stringify(mutated);
  return provider.safeVerify({ headers: provider.sign(body, { secret }), body }, { secret }).ok;
}

test.each(vectors.genuine.map(({ name, body }) => ({ name, payload: JSON.parse(body) as unknown })))(
  "verify and the schema agree on $name, with one thing different",
  ({ payload }) => {
    let compared = 0;
    for (const mutated of mutations(payload)) {
      expect({ mutated, accepted: isAccepted(statsig, mutated) }).toEqual({
        mutated,
        accepted: batchSchema.safeParse(mutated).success,
      });
      compared++;
    }
    expect(compared).toBeGreaterThan(100);
  },
);

test("verify and the schema agree on reviews", () => {
  for (const mutated of mutations(JSON.parse(precommitVectors.genuine[0]!.body))) {
    expect({ mutated, accepted: isAccepted(statsigPrecommit, mutated) }).toEqual({
      mutated,
      accepted: reviewSchema.safeParse(mutated).success,
    });
  }
});

test("an entry alone has a schema", () => {
  expect(loggedEventSchema.safeParse({ eventName: "a" }).success).toBe(true);
  expect(loggedEventSchema.safeParse({}).success).toBe(false);
});
