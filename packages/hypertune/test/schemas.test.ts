import { expect, test } from "vitest";
import { mutations } from "../../../tools/test-support/mutations.ts";
import { hypertune, verify } from "../src/index.ts";
import { newCommitSchema } from "../src/schemas.ts";
import { vectors } from "./vectors.ts";

const secret = "secret";
const payload = JSON.parse(vectors.genuine[0]!.body) as Record<string, unknown>;

function isAccepted(mutated: unknown): boolean {
  const body = JSON.stringify(mutated);
  return hypertune.safeVerify({ headers: hypertune.sign(body, { secret }), body }, { secret }).ok;
}

test("verify and the schema agree on every payload that differs in one place", () => {
  let compared = 0;
  for (const mutated of mutations(payload)) {
    if ((mutated as typeof payload | null)?.["type"] !== "NEW_COMMIT") continue; // another event, or none
    expect({ mutated, accepted: isAccepted(mutated) }).toEqual({
      mutated,
      accepted: newCommitSchema.safeParse(mutated).success,
    });
    compared++;
  }
  expect(compared).toBeGreaterThan(100);
});

test.each(["id", "project", "commit"])("refuses a commit without its %s", (field) => {
  const { [field]: _dropped, ...rest } = payload;
  const body = JSON.stringify(rest);
  const result = hypertune.safeVerify({ headers: hypertune.sign(body, { secret }), body }, { secret });
  expect(result).toMatchObject({
    ok: false,
    error: { code: "schema-mismatch", issues: [{ path: [field] }] },
  });
});

test("refuses a commit whose id is empty: it would have no identity", () => {
  const body = JSON.stringify({ ...payload, id: "" });
  const result = hypertune.safeVerify({ headers: hypertune.sign(body, { secret }), body }, { secret });
  expect(result).toMatchObject({
    ok: false,
    error: {
      code: "schema-mismatch",
      issues: [{ path: ["id"], code: "invalid_type", expected: "non-empty string" }],
    },
  });
  expect(newCommitSchema.safeParse({ ...payload, id: "" }).success).toBe(false);
});

test("accepts a commit made through the API, without a user", () => {
  const body = JSON.stringify({ ...payload, user: null });
  expect(verify({ headers: hypertune.sign(body, { secret }), body }, { secret }).type).toBe("NEW_COMMIT");
});
