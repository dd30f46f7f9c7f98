import { expect, test } from "vitest";
import { mutations } from "../../../tools/test-support/mutations.ts";
import { approvalEventNames, changeEventNames } from "../src/event-names.ts";
import { optimizely } from "../src/index.ts";
import { approvalSchema, changeSchema, datafileUpdatedSchema, snippetUpdatedSchema } from "../src/schemas.ts";
import { approval, rulesetUpdated } from "./payloads.ts";
import { vectors } from "./vectors.ts";

const secret = "secret";
const datafile = JSON.parse(vectors.genuine[0]!.body) as Record<string, unknown>;

function isAccepted(payload: unknown): boolean {
  const body = JSON.stringify(payload);
  return optimizely.safeVerify({ headers: optimizely.sign(body, { secret }), body }, { secret }).ok;
}

function accepts(schema: typeof changeSchema | typeof approvalSchema, event: string): boolean {
  return schema.safeParse({ ...rulesetUpdated, event }).success;
}

test.each([
  { name: "a datafile", payload: datafile, schema: datafileUpdatedSchema },
  {
    name: "a snippet",
    payload: { ...datafile, event: "project.snippet_updated" },
    schema: snippetUpdatedSchema,
  },
  { name: "a change", payload: rulesetUpdated, schema: changeSchema },
  { name: "an approval", payload: approval, schema: approvalSchema },
])("verify and the schema agree on every change in one place to $name", ({ payload, schema }) => {
  let compared = 0;
  for (const mutated of mutations(payload)) {
    if ((mutated as { event?: unknown } | null)?.event !== payload["event"]) continue; // another event, or none
    expect({ mutated, accepted: isAccepted(mutated) }).toEqual({
      mutated,
      accepted: schema.safeParse(mutated).success,
    });
    compared++;
  }
  expect(compared).toBeGreaterThan(70);
});

test("the schema of changes takes change-history events alone, that of approvals approvals alone", () => {
  expect(changeEventNames.filter((event) => !accepts(changeSchema, event))).toEqual([]);
  expect(approvalEventNames.filter((event) => !accepts(approvalSchema, event))).toEqual([]);
  expect(changeEventNames.filter((event) => accepts(approvalSchema, event))).toEqual([]);
  expect(approvalEventNames.filter((event) => accepts(changeSchema, event))).toEqual([]);
  expect(accepts(changeSchema, "project.custom_field_created")).toBe(false);
});

test.each([
  { field: "project_id", path: ["project_id"] },
  { field: "data", path: ["data"] },
])("refuses a datafile without its $field", ({ field, path }) => {
  const { [field]: _dropped, ...rest } = datafile;
  const body = JSON.stringify(rest);
  const result = optimizely.safeVerify({ headers: optimizely.sign(body, { secret }), body }, { secret });
  expect(result).toMatchObject({ ok: false, error: { code: "schema-mismatch", issues: [{ path }] } });
});
