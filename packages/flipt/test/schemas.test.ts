import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { mutations } from "../../../tools/test-support/mutations.ts";
import { flipt } from "../src/index.ts";
import * as schemas from "../src/schemas.ts";

const secret = "secret";

function isAccepted(payload: unknown): boolean {
  const body = JSON.stringify(payload);
  return flipt.safeVerify({ headers: flipt.sign(body, { secret }), body }, { secret }).ok;
}

function sample(name: string): { readonly type: string; readonly action: string } {
  const text = readFileSync(new URL(`samples/${name}.json`, import.meta.url), "utf8");
  return (JSON.parse(text) as { payload: { type: string; action: string } }).payload;
}

test.each([
  { name: "flag.updated", schema: schemas.flagSchema },
  { name: "variant.created", schema: schemas.variantSchema },
  { name: "rule.deleted", schema: schemas.ruleSchema },
  { name: "rollout.created", schema: schemas.rolloutSchema },
  { name: "distribution.updated", schema: schemas.distributionSchema },
  { name: "segment.created", schema: schemas.segmentSchema },
  { name: "constraint.created", schema: schemas.constraintSchema },
  { name: "namespace.created", schema: schemas.namespaceSchema },
  { name: "token.deleted", schema: schemas.tokenSchema },
])("verify and the schema agree on every change in one place to $name", ({ name, schema }) => {
  const payload = sample(name);
  let compared = 0;
  for (const mutated of mutations(payload)) {
    const { type, action } = Object(mutated) as Partial<typeof payload>;
    if (type !== payload.type || !["created", "updated", "deleted"].includes(action!)) continue; // another event, or none
    expect({ mutated, accepted: isAccepted(mutated) }).toEqual({
      mutated,
      accepted: schema.safeParse(mutated).success,
    });
    compared++;
  }
  expect(compared).toBeGreaterThan(50);
});
