import * as samples from "@flaghook/testing/samples";
import { describe, expect, test } from "vitest";
import { flagChanges, growthbook, growthbookSdk, verify } from "../src/index.ts";
import { sdkVectors } from "./vectors.ts";

const secret = "secret";
const { experiment, feature, webhook } = samples.growthbook;

function changesOf(payload: unknown) {
  const body = JSON.stringify(payload);
  const event = verify({ headers: growthbook.sign(body, { secret }), body }, { secret });
  return flagChanges(event).map(({ id, ...rest }) => ({ ...rest, place: id.slice(event.dedupeKey.length) }));
}

const ada = { type: "user", id: "u_1", email: "ada@example.com", name: "Ada Byron" };
const common = {
  provider: "growthbook",
  resource: "flag",
  subject: { key: "new-checkout", tags: ["web"] },
  project: { id: "prj_shop" },
  actor: ada,
};

test("gives a new feature, field for field", () => {
  expect(changesOf(feature.created)).toStrictEqual([
    {
      ...common,
      place: "#0",
      grain: "flag",
      action: "created",
      rawAction: "feature.created",
      after: feature.created.data.object,
      occurredAt: "2026-01-01T08:00:00.000Z",
    },
  ]);
});

test("gives each environment of a changed feature, and the feature itself, field for field", () => {
  const { object, previous_attributes: previous } = feature.updated.data;
  const change = {
    ...common,
    rawAction: "feature.updated",
    before: { ...object, ...previous },
    after: object,
    comment: "Turn it on",
    version: "4",
    occurredAt: "2026-01-01T12:00:00.123Z",
  };
  expect(changesOf(feature.updated)).toStrictEqual([
    {
      ...change,
      place: "#0",
      grain: "flag-environment",
      action: "targeting-changed",
      environment: { key: "dev" },
      enabled: { before: true, after: true },
      changes: [{ path: "environments.dev.rules" }],
    },
    {
      ...change,
      place: "#1",
      grain: "flag-environment",
      action: "enabled",
      environment: { key: "production" },
      enabled: { before: false, after: true },
      changes: [
        { path: "environments.production.enabled", before: false, after: true },
        { path: "environments.production.rules" },
      ],
    },
    {
      ...change,
      place: "#2",
      grain: "flag",
      action: "metadata-changed",
      changes: [
        { path: "description", before: "The old words", after: "The new checkout ➔ 🚀" },
        { path: "revision.version", before: 3, after: 4 },
        { path: "revision.comment", before: "", after: "Turn it on" },
      ],
    },
  ]);
});

test("gives a changed feature of an old webhook, which has no diff and no time, field for field", () => {
  expect(changesOf(feature.updated_raw)).toStrictEqual([
    {
      ...common,
      place: "#0",
      grain: "flag-environment",
      action: "enabled",
      rawAction: "feature.updated",
      environment: { key: "production" },
      enabled: { before: false, after: true },
      before: feature.updated_raw.data.previous,
      after: feature.updated_raw.data.current,
      comment: "Turn it on",
      version: "4",
    },
  ]);
});

test("gives a deleted feature, field for field", () => {
  expect(changesOf(feature.deleted)).toStrictEqual([
    {
      ...common,
      place: "#0",
      grain: "flag",
      action: "deleted",
      rawAction: "feature.deleted",
      before: feature.deleted.data.object,
      comment: "Turn it on",
      version: "4",
      actor: { type: "api-key", id: "u_1", name: "Deploys" },
      occurredAt: "2026-01-02T12:00:00.000Z",
    },
  ]);
});

test("gives a deleted feature of an old webhook, which has it in previous alone, field for field", () => {
  expect(changesOf(feature.deleted_raw)).toStrictEqual([
    {
      ...common,
      place: "#0",
      grain: "flag",
      action: "deleted",
      rawAction: "feature.deleted",
      before: feature.deleted_raw.data.previous,
      comment: "Turn it on",
      version: "4",
    },
  ]);
});

test("gives a review of a draft as an approval, field for field", () => {
  expect(changesOf(feature.revision_approved)).toStrictEqual([
    {
      place: "#0",
      provider: "growthbook",
      grain: "flag",
      resource: "flag",
      action: "approval",
      rawAction: "feature.revision.approved",
      subject: { key: "new-checkout" },
      project: { id: "prj_shop" },
      comment: "Looks right",
      version: "5",
      actor: ada,
      occurredAt: "2026-01-02T08:00:00.000Z",
    },
  ]);
});

test("gives a changed experiment, field for field", () => {
  expect(changesOf(experiment.updated)).toStrictEqual([
    {
      place: "#0",
      provider: "growthbook",
      grain: "project",
      resource: "experiment",
      action: "updated",
      rawAction: "experiment.updated",
      subject: { id: "exp_1", name: "Button colour" },
      project: { id: "prj_shop" },
      actor: ada,
      occurredAt: "2026-01-02T08:00:00.001Z",
    },
  ]);
});

test("gives no change for a warning, a test or an unknown event", () => {
  expect(changesOf(experiment.warning)).toEqual([]);
  expect(changesOf(webhook.test)).toEqual([]);
  expect(changesOf({ event: "feature.moved", data: {} })).toEqual([]);
});

test.each([
  ["feature.revision.reviewRequested", "approval"],
  ["feature.revision.approved", "approval"],
  ["feature.revision.changesRequested", "approval"],
  ["feature.revision.reviewRetracted", "approval"],
  ["feature.revision.published", "unknown"],
  ["feature.revision.reverted", "unknown"],
  ["feature.revision.commented", "unknown"],
])("%s is %s: what is published comes as feature.updated too", (event, action) => {
  expect(changesOf({ ...feature.revision_approved, event })).toMatchObject([{ action, rawAction: event }]);
});

test.each([
  ["savedGroup.created", "segment", "created"],
  ["constant.updated", "config", "updated"],
  ["config.deleted", "config", "deleted"],
])("%s is a %s that was %s", (event, resource, action) => {
  const data = { object: { id: "a" } };
  expect(changesOf({ event, data })).toMatchObject([{ resource, action, subject: { id: "a" } }]);
});

test.each([
  { data: { current: { id: "exp_1" }, previous: { id: "exp_1" } }, subject: { id: "exp_1" } },
  { data: { previous: { id: "exp_1", name: "A" } }, subject: { id: "exp_1", name: "A" } },
  { data: {}, subject: {} },
])("finds an experiment in $data", ({ data, subject }) => {
  expect(changesOf({ event: "experiment.deleted", data })[0]!.subject).toEqual(subject);
});

/** The changes from what a feature was in some fields to the sample's. */
function updates(previous: object | null | undefined, after: object = {}) {
  const object = { ...feature.updated_raw.data.current, ...after };
  const data = { object, previous_attributes: previous };
  return changesOf({ event: "feature.updated", data });
}

const { dev, production } = feature.updated_raw.data.current.environments;

describe("an update", () => {
  test.each([
    { previous: { archived: true }, action: "restored" },
    { previous: { archived: false }, after: { archived: true }, action: "archived" },
    { previous: { archived: true, defaultValue: "true" }, action: "restored" },
    { previous: { prerequisites: ["other"] }, action: "targeting-changed" },
    { previous: { defaultValue: "true" }, action: "variations-changed" },
    { previous: { valueType: "json" }, action: "variations-changed" },
    { previous: { owner: "Bob" }, action: "metadata-changed" },
    { previous: { project: "prj_blog" }, action: "metadata-changed" },
    { previous: { revision: { version: 3 } }, action: "unknown" },
    { previous: {}, action: "unknown" },
  ])("from $previous is $action, of the feature", ({ previous, after, action }) => {
    expect(updates(previous, after).map(({ grain, action: one }) => [grain, one])).toEqual([
      ["flag", action],
    ]);
  });

  test.each([
    { was: { ...production, enabled: false }, action: "enabled", enabled: { before: false, after: true } },
    {
      was: { ...production, rules: [{}] },
      action: "targeting-changed",
      enabled: { before: true, after: true },
    },
    {
      was: { ...production, defaultValue: "true" },
      action: "variations-changed",
      enabled: { before: true, after: true },
    },
    { was: undefined, action: "targeting-changed", enabled: { after: true } },
  ])("from $was in production is $action there alone", ({ was, action, enabled }) => {
    expect(updates({ environments: { dev, production: was } })).toMatchObject([
      { grain: "flag-environment", environment: { key: "production" }, action, enabled },
    ]);
    expect(updates({ environments: { dev, production: was } })[0]!.enabled).toStrictEqual(enabled);
  });

  test("is of an environment also where GrowthBook says that nothing took effect", () => {
    const previous = { environments: { dev, production: { ...production, rules: [{}] } } };
    const data = { object: feature.updated_raw.data.current, previous_attributes: previous };
    expect(changesOf({ event: "feature.updated", environments: [], data })).toMatchObject([
      { grain: "flag-environment", environment: { key: "production" } },
    ]);
  });

  test("of the feature's default is none of each environment, where it merely shows", () => {
    const was = { ...production, defaultValue: "true", definition: '{"defaultValue":true}' };
    const previous = { defaultValue: "true", environments: { dev: was, production: was } };
    expect(updates(previous).map(({ grain, action }) => [grain, action])).toEqual([
      ["flag", "variations-changed"],
    ]);
  });

  test.each([null, undefined])(
    "whose previous attributes are %s says what is, and not what was",
    (previous) => {
      const [change, ...others] = updates(previous);
      expect([change!.action, change!.grain, others]).toEqual(["unknown", "flag", []]);
      expect(change).not.toHaveProperty("before");
    },
  );

  test("of an environment called __proto__ is none that anybody has", () => {
    const text = JSON.stringify(feature.updated_raw).replaceAll('"dev":', '"__proto__":');
    expect(changesOf(JSON.parse(text)).map(({ environment }) => environment?.key)).toEqual(["production"]);
  });
});

test.each([
  [null, { type: "unknown" }],
  [undefined, { type: "unknown" }],
  [{ type: "system" }, { type: "system" }],
  [
    { type: "toString", id: "a" },
    { type: "unknown", id: "a" },
  ],
  [{ type: "api_key", apiKey: "key_secret" }, { type: "api-key" }],
])("by %j is by %j", (user, actor) => {
  expect(changesOf({ ...feature.created, user })[0]!.actor).toStrictEqual(actor);
});

test.each([null, undefined, 1e300])("a time of %j is none", (created) => {
  expect(changesOf({ ...feature.created, created })[0]).not.toHaveProperty("occurredAt");
});

test("a feature without a project has none, and a draft in two projects neither", () => {
  const object = { ...feature.created.data.object, project: "" };
  expect(changesOf({ ...feature.created, data: { object } })[0]).not.toHaveProperty("project");
  const both = { ...feature.revision_approved, projects: ["prj_shop", "prj_blog"] };
  expect(changesOf(both)[0]).not.toHaveProperty("project");
});

describe("an SDK webhook", () => {
  const connection = {
    provider: "growthbook-sdk",
    grain: "connection",
    resource: "other",
    action: "unknown",
    rawAction: "payload.changed",
  };

  test.each(sdkVectors.genuine)("$name says that a connection changed, and no flag", (vector) => {
    const { headers, body, secret: own, now } = vector;
    const event = growthbookSdk.verify({ headers, body }, { secret: own, now: () => now! });
    const { timestamp } = (event.payload as { timestamp?: string }) ?? {};
    expect(flagChanges(event)).toStrictEqual([
      {
        ...connection,
        id: `${event.dedupeKey}#0`,
        subject: { key: "sdk-0123456789" },
        ...(timestamp !== undefined && { occurredAt: "2026-01-01T00:00:00.000Z" }),
      },
    ]);
  });

  test("without its key says not even which connection", () => {
    const { headers, body, secret: own, now } = sdkVectors.genuine[3]!;
    const { "webhook-sdk-key": _key, ...others } = headers;
    const event = growthbookSdk.verify({ headers: others, body }, { secret: own, now: () => now! });
    expect(flagChanges(event)).toStrictEqual([{ ...connection, id: `${event.dedupeKey}#0` }]);
  });
});
