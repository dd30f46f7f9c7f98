import { expect, test } from "vitest";
import { goff } from "../src/index.ts";
import { flagSchema, notifySchema } from "../src/schemas.ts";

const secret = "secret";

/**
 * A notification with a flag whose steps hold steps. As text: JSON.stringify on Node 20 overflows
 * at such depths.
 */
function nested(levels: number, innermost = "{}"): string {
  const flag = '{"scheduledRollout":['.repeat(levels) + innermost + "]}".repeat(levels);
  return `{"meta":{},"flags":{"added":{"f":${flag}}}}`;
}

function verdictOf(body: string): string {
  const result = goff.safeVerify({ headers: goff.sign(body, { secret }), body }, { secret });
  return result.ok ? result.event.type : result.error.code;
}

function isParsed(body: string): boolean {
  return notifySchema.safeParse(JSON.parse(body)).success;
}

test.each([
  { levels: 1, verdict: "notify" },
  { levels: 31, verdict: "notify" },
  { levels: 32, verdict: "notify" },
  { levels: 33, verdict: "schema-mismatch" },
  { levels: 5000, verdict: "schema-mismatch" },
  { levels: 100_000, verdict: "schema-mismatch" },
])("verify and the schema give one verdict on steps $levels levels deep: $verdict", ({ levels, verdict }) => {
  const body = nested(levels);
  expect({ verify: verdictOf(body), schema: isParsed(body) }).toEqual({
    verify: verdict,
    schema: verdict === "notify",
  });
});

test.each([
  { name: "an empty list of further steps", innermost: '{"scheduledRollout":[]}', verdict: "notify" },
  { name: "no further steps", innermost: '{"scheduledRollout":null}', verdict: "notify" },
  { name: "a text for further steps", innermost: '{"scheduledRollout":"x"}', verdict: "schema-mismatch" },
  { name: "a text for a step", innermost: '{"scheduledRollout":["x"]}', verdict: "schema-mismatch" },
  { name: "a broken field", innermost: '{"disable":"yes"}', verdict: "schema-mismatch" },
])("verify and the schema give one verdict on $name at level 32: $verdict", ({ innermost, verdict }) => {
  const body = nested(32, innermost);
  expect({ verify: verdictOf(body), schema: isParsed(body) }).toEqual({
    verify: verdict,
    schema: verdict === "notify",
  });
});

test("one step too deep refuses the flag, however shallow those beside it are", () => {
  const { f } = JSON.parse(nested(33)).flags.added as { f: object };
  expect(flagSchema.safeParse({ scheduledRollout: [{}, f] }).success).toBe(false);
  expect(flagSchema.safeParse({ scheduledRollout: [{}, {}] }).success).toBe(true);
});

test("wide steps within the limit are as good as one", () => {
  const steps = { scheduledRollout: Array.from({ length: 1000 }, () => ({ disable: true })) };
  expect(isParsed(JSON.stringify({ meta: {}, flags: { added: { f: steps } } }))).toBe(true);
});
