import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { featbit, flagChanges, verify, type FlagChange } from "../src/index.ts";

const secret = "secret";

interface Payload {
  readonly data: { readonly object: Record<string, unknown> };
}

const folder = new URL("samples/", import.meta.url);
const samples = Object.fromEntries(
  readdirSync(folder).map((file) => {
    const { payload } = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as { payload: Payload };
    return [file.replace(/\.json$/, ""), payload];
  }),
);

function changesOf(payload: unknown): readonly Omit<FlagChange, "id">[] {
  const body = JSON.stringify(payload);
  const event = verify({ headers: featbit.sign(body, { secret }), body }, { secret });
  return flagChanges(event).map(({ id, ...rest }, index) => {
    expect(id).toBe(`${event.dedupeKey}#${index}`);
    return rest;
  });
}

const toggled = samples["feature_flag.toggled"]!;
const objectOf = (name: string): unknown => samples[name]!.data.object;

const common = {
  provider: "featbit",
  grain: "flag-environment",
  resource: "flag",
  subject: {
    key: "new-checkout",
    id: "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0010",
    name: "New checkout",
    tags: ["web", "beta"],
  },
  project: { id: "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0002", name: "Shop" },
  environment: { id: "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0003", name: "Production" },
  actor: { type: "user", email: "ada@example.com" },
  occurredAt: "2026-01-01T00:00:00.1234567Z",
};
const several = {
  ...common,
  enabled: { before: true, after: false },
  after: objectOf("feature_flag.several"),
  summary: "Disabled flag; Added rule Staff",
  actor: { type: "user", name: "Ada Byron" },
};

/** Every field of the changes of each sample. */
const expected: Readonly<Record<string, readonly object[]>> = {
  "feature_flag.created": [
    {
      ...common,
      action: "created",
      rawAction: "feature_flag.created",
      subject: { ...common.subject, name: 'A & B "x"' },
      enabled: { after: false },
      after: objectOf("feature_flag.created"),
      summary: 'Created Flag: $A & B "x"',
      actor: { type: "system" },
    },
  ],
  "feature_flag.deleted": [
    {
      ...common,
      action: "deleted",
      rawAction: "feature_flag.deleted",
      before: objectOf("feature_flag.deleted"),
      summary: "Deleted Flag: $New checkout",
    },
  ],
  "feature_flag.several": [
    { ...several, action: "disabled", rawAction: "feature_flag.toggled" },
    { ...several, action: "targeting-changed", rawAction: "feature_flag.targeting_rules_changed" },
  ],
  "feature_flag.toggled": [
    {
      ...common,
      action: "enabled",
      rawAction: "feature_flag.toggled",
      enabled: { before: false, after: true },
      after: objectOf("feature_flag.toggled"),
      summary: "Enabled flag",
    },
  ],
  "segment.rules_changed": [
    {
      ...common,
      resource: "segment",
      action: "targeting-changed",
      rawAction: "segment.rules_changed",
      subject: { id: "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0020", name: "Staff", tags: ["people"] },
      after: objectOf("segment.rules_changed"),
      summary: "Updated rule Team",
    },
  ],
};

test("there are changes for every sample", () => {
  expect(Object.keys(samples).toSorted()).toEqual(Object.keys(expected).toSorted());
});

test.each(Object.keys(expected))("gives %s, field for field", (name) => {
  expect(changesOf(samples[name])).toStrictEqual(expected[name]);
});

test.each([
  ["feature_flag.created", "created"],
  ["feature_flag.archived", "archived"],
  ["feature_flag.restored", "restored"],
  ["feature_flag.variation_changed", "variations-changed"],
  ["feature_flag.off_variation_changed", "variations-changed"],
  ["feature_flag.default_rule_changed", "targeting-changed"],
  ["feature_flag.target_users_changed", "targeting-changed"],
  ["feature_flag.targeting_rules_changed", "targeting-changed"],
  ["feature_flag.basic_info_updated", "metadata-changed"],
  ["feature_flag.deleted", "deleted"],
  ["feature_flag.cloned", "unknown"],
  ["segment.created", "created"],
  ["segment.archived", "archived"],
  ["segment.restored", "restored"],
  ["segment.rules_changed", "targeting-changed"],
  ["segment.target_users_changed", "targeting-changed"],
  ["segment.basic_info_updated", "metadata-changed"],
  ["segment.deleted", "deleted"],
])("%s is %s", (event, action) => {
  expect(changesOf({ ...toggled, event })).toMatchObject([{ action, rawAction: event }]);
});

test.each([
  [true, "enabled", { before: false, after: true }],
  ["true", "enabled", { before: false, after: true }],
  ["True", "enabled", { before: false, after: true }],
  [false, "disabled", { before: true, after: false }],
  ["false", "disabled", { before: true, after: false }],
  ["", "unknown", undefined],
  [null, "unknown", undefined],
])("toggled with the state %j is %s", (isEnabled, action, enabled) => {
  const [change] = changesOf({ ...toggled, data: { object: { key: "a", isEnabled } } });
  expect([change!.action, change!.enabled]).toEqual([action, enabled]);
});

test("says how a flag was only where it was toggled", () => {
  const [change] = changesOf({ ...toggled, event: "feature_flag.basic_info_updated" });
  expect(change!.enabled).toEqual({ after: true });
});

function grainOf(fields: object): unknown {
  return changesOf({ event: "feature_flag.toggled", ...fields })[0]!.grain;
}

test("is as precise as the template", () => {
  const [data, environment] = [{ object: { key: "a" } }, { id: "e" }];
  expect(grainOf({ data, environment })).toBe("flag-environment");
  expect(grainOf({ data })).toBe("flag");
  expect(grainOf({ environment, data: { object: {} } })).toBe("environment");
  expect(grainOf({})).toBe("project");
});

test("gives a template with little else than a name as such", () => {
  expect(changesOf({ events: "segment.deleted", operator: "" })).toStrictEqual([
    {
      provider: "featbit",
      grain: "project",
      resource: "segment",
      action: "deleted",
      rawAction: "segment.deleted",
    },
  ]);
});

test("keeps a time without a zone as it came, and a key with its escapes", () => {
  const given = {
    ...toggled,
    happenedAt: "2026-01-01T00:00:00.1234567",
    data: { object: { key: "a&amp;b" } },
  };
  expect(changesOf(given)).toMatchObject([
    { occurredAt: "2026-01-01T00:00:00.1234567", subject: { key: "a&amp;b" } },
  ]);
});

test("gives no change for an event of anything else", () => {
  expect(changesOf({ ...toggled, event: "experiment.created" })).toEqual([]);
});
