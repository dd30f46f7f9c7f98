import { expect, test } from "vitest";
import { launchdarkly, safeVerify, verify } from "../src/index.ts";
import { entryKinds } from "../src/kinds.ts";
import { vectors } from "./vectors.ts";

const secret = "secret";
const [created, , deleted] = vectors.genuine;

function verified(payload: unknown) {
  const body = JSON.stringify(payload);
  return verify({ headers: launchdarkly.sign(body, { secret }), body }, { secret });
}

test("gives an entry as a typed event, field for field", () => {
  const { secret: own, headers, body } = created!;
  expect(verify({ headers, body }, { secret: own })).toEqual({
    provider: "launchdarkly",
    type: "flag",
    name: "flag",
    id: "65a1f0c2e4b0a1",
    dedupeKey: "65a1f0c2e4b0a1",
    dedupe: { kind: "identity", repeatable: false },
    secretIndex: 0,
    payload: JSON.parse(body) as unknown,
  });
});

test("two webhooks that announce one entry give one dedupeKey, by whichever secret", () => {
  const { body } = created!;
  const keys = ["first", "second"].map((one) => {
    return verify(
      { headers: launchdarkly.sign(body, { secret: one }), body },
      { secret: ["first", "second"] },
    );
  });
  expect(keys.map(({ dedupeKey, secretIndex }) => [dedupeKey, secretIndex])).toEqual([
    ["65a1f0c2e4b0a1", 0],
    ["65a1f0c2e4b0a1", 1],
  ]);
});

test("knows flags and 18 other kinds", () => {
  expect(entryKinds).toHaveLength(18);
  expect(Object.keys(launchdarkly.events)).toEqual(["flag", ...entryKinds]);
});

test.each(entryKinds)("types an entry of the kind %s", (kind) => {
  const payload = { ...(JSON.parse(deleted!.body) as object), kind };
  expect(verified(payload)).toMatchObject({ type: kind, name: kind, payload });
});

test.each(["_id", "date", "accesses", "name"])("refuses an entry without its %s", (field) => {
  const { [field]: _dropped, ...rest } = JSON.parse(created!.body) as Record<string, unknown>;
  const body = JSON.stringify(rest);
  expect(safeVerify({ headers: launchdarkly.sign(body, { secret }), body }, { secret })).toMatchObject({
    ok: false,
    error: { code: "schema-mismatch", issues: [{ path: [field] }] },
  });
});

test("takes an entry with its required fields alone, as tokens and deletions send", () => {
  const payload = { _id: "a", date: 1, accesses: [{}], kind: "flag", name: "x", member: null };
  expect(verified(payload)).toMatchObject({ type: "flag", payload });
});
