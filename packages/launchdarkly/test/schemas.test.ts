import { expect, test } from "vitest";
import { mutations } from "../../../tools/test-support/mutations.ts";
import { launchdarkly } from "../src/index.ts";
import { entryKinds } from "../src/kinds.ts";
import { entrySchema, flagEntrySchema } from "../src/schemas.ts";
import { vectors } from "./vectors.ts";

const secret = "secret";
const [, toggled, , environment] = vectors.genuine.map(
  ({ body }) => JSON.parse(body) as Record<string, unknown>,
);

function isAccepted(mutated: unknown): boolean {
  const body = JSON.stringify(mutated);
  return launchdarkly.safeVerify({ headers: launchdarkly.sign(body, { secret }), body }, { secret }).ok;
}

test.each([
  { name: "flag entries", payload: toggled, schema: flagEntrySchema, kinds: ["flag"] },
  { name: "other entries", payload: environment, schema: entrySchema, kinds: entryKinds },
])("verify and the schema agree on $name that differ in one place", ({ payload, schema, kinds }) => {
  let compared = 0;
  for (const mutated of mutations(payload)) {
    const kind = (mutated as typeof payload | null)?.["kind"];
    if (!(kinds as readonly unknown[]).includes(kind)) continue; // another event, or none
    expect({ mutated, accepted: isAccepted(mutated) }).toEqual({
      mutated,
      accepted: schema.safeParse(mutated).success,
    });
    compared++;
  }
  expect(compared).toBeGreaterThan(100);
});

test.each([
  { what: "accesses", payload: { accesses: Array.from({ length: 200_000 }, () => 1) } },
  { what: "tags", payload: { currentVersion: { tags: Array.from({ length: 200_000 }, () => 1) } } },
])("200 000 faulty $what have 32 issues", ({ payload }) => {
  expect(flagEntrySchema.safeParse({ ...toggled, ...payload }).error!.issues).toHaveLength(32);
});
