import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { flagChanges, gitlab, verify, type FeatureFlagPayload, type FlagChange } from "../src/index.ts";

const secret = "a token";

const folder = new URL("samples/", import.meta.url);
const samples = Object.fromEntries(
  readdirSync(folder).map((file) => {
    const sample = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as { payload: FeatureFlagPayload };
    return [file.replace(/\.json$/, ""), sample.payload];
  }),
);

function changesOf(payload: unknown): readonly Omit<FlagChange, "id">[] {
  const body = JSON.stringify(payload);
  const event = verify({ headers: gitlab.sign(body, { secret }), body }, { secret });
  return flagChanges(event).map(({ id, ...rest }) => {
    expect(id).toBe(`${event.dedupeKey}#0`);
    return rest;
  });
}

const common = {
  provider: "gitlab",
  grain: "flag",
  resource: "flag",
  rawAction: "feature_flag",
  subject: { key: "new-checkout", id: "6" },
  project: { key: "acme/shop", id: "42", name: "Shop" },
};

/** Every field of the change of each sample. */
const expected: Readonly<Record<string, object>> = {
  "feature_flag.off": {
    ...common,
    action: "disabled",
    enabled: { before: true, after: false },
    actor: { type: "user", id: "9", name: "Deploys" },
  },
  "feature_flag.on": {
    ...common,
    action: "enabled",
    enabled: { before: false, after: true },
    actor: { type: "user", id: "7", email: "ada@example.com", name: "Ada Byron" },
  },
};

test("there is a change for every sample", () => {
  expect(Object.keys(samples).toSorted()).toEqual(Object.keys(expected).toSorted());
});

test.each(Object.keys(expected))("gives %s as one change, field for field", (name) => {
  expect(changesOf(samples[name])).toStrictEqual([expected[name]]);
});

test("says nothing of a project and a user that were not sent", () => {
  const { object_kind, object_attributes } = samples["feature_flag.on"]!;
  const [change] = changesOf({ object_kind, object_attributes, project: {}, user: null });
  expect(Object.keys(change!)).not.toEqual(expect.arrayContaining(["project"]));
  expect(change).not.toHaveProperty("actor");
});

test("gives no change for any other event", () => {
  expect(changesOf({ ...samples["feature_flag.on"], object_kind: "push" })).toEqual([]);
});
