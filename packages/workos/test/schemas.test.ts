import { expect, test } from "vitest";
import { mutations } from "../../../tools/test-support/mutations.ts";
import { workos } from "../src/index.ts";
import { flagRuleUpdatedSchema, flagSchema } from "../src/schemas.ts";
import { vectors } from "./vectors.ts";

const secret = "secret";

function isAccepted(payload: unknown): boolean {
  const body = JSON.stringify(payload);
  return workos.safeVerify({ headers: workos.sign(body, { secret }), body }, { secret }).ok;
}

test.each([
  { name: "an updated flag", index: 1, schema: flagSchema, events: ["flag.created", "flag.updated"] },
  { name: "an updated rule", index: 2, schema: flagRuleUpdatedSchema, events: ["flag.rule_updated"] },
])("verify and the schema agree on every change in one place to $name", ({ index, schema, events }) => {
  let compared = 0;
  for (const mutated of mutations(JSON.parse(vectors.genuine[index]!.body))) {
    const { event } = Object(mutated) as { event?: unknown };
    if (!(events as readonly unknown[]).includes(event)) continue; // another event, or none
    expect({ mutated, accepted: isAccepted(mutated) }).toEqual({
      mutated,
      accepted: schema.safeParse(mutated).success,
    });
    compared++;
  }
  expect(compared).toBeGreaterThan(100);
});
