import * as samples from "@flaghook/testing/samples";
import { expect, test } from "vitest";
import { mutations } from "../../../tools/test-support/mutations.ts";
import { configcat, type ChangedPayload } from "../src/index.ts";
import { changedSchema } from "../src/schemas.ts";

const secret = "secret";
const { changed } = samples.configcat;

function resultOf(payload: unknown): unknown {
  const body = JSON.stringify(payload);
  const result = configcat.safeVerify({ headers: configcat.sign(body, { secret }), body }, { secret });
  return result.ok ? (result.event.payload as ChangedPayload).changes : result.error.code;
}

test.each([
  { name: "our template", payload: changed },
  { name: "the changes in quotes", payload: { ...changed, changes: JSON.stringify(changed.changes) } },
])("verify and the schema give the same for every change in one place to $name", ({ payload }) => {
  let compared = 0;
  for (const mutated of mutations(payload)) {
    if (typeof mutated !== "object" || mutated === null || !Object.hasOwn(mutated, "changes")) continue;
    const { success, data } = changedSchema.safeParse(mutated);
    expect({ mutated, verify: resultOf(mutated) }).toEqual({
      mutated,
      verify: success ? data.changes : "schema-mismatch",
    });
    compared++;
  }
  expect(compared).toBeGreaterThan(90);
});
