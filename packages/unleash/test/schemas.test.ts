import { expect, test } from "vitest";
import { mutations } from "../../../tools/test-support/mutations.ts";
import { eventNames } from "../src/event-names.ts";
import { unleash } from "../src/index.ts";
import { unleashSchema } from "../src/schemas.ts";
import { vectors } from "./vectors.ts";

const secret = "a token";
const payload = JSON.parse(vectors.genuine[0]!.body) as Record<string, unknown>;

function isAccepted(mutated: unknown): boolean {
  const body = JSON.stringify(mutated);
  return unleash.safeVerify({ headers: unleash.sign(body, { secret }), body }, { secret }).ok;
}

test("verify and the schema agree on every payload that differs in one place", () => {
  let compared = 0;
  for (const mutated of mutations(payload)) {
    const type = (mutated as typeof payload | null)?.["type"];
    if (!(eventNames as readonly unknown[]).includes(type)) continue; // another event, or none
    expect({ mutated, accepted: isAccepted(mutated) }).toEqual({
      mutated,
      accepted: unleashSchema.safeParse(mutated).success,
    });
    compared++;
  }
  expect(compared).toBeGreaterThan(100);
});

test("200 000 faulty tags have 32 issues", () => {
  const tags = Array.from({ length: 200_000 }, () => 1);
  expect(unleashSchema.safeParse({ ...payload, tags }).error!.issues).toHaveLength(32);
});
