import * as samples from "@flaghook/testing/samples";
import { expect, test } from "vitest";
import { flagChanges, flagsmith, verify } from "../src/index.ts";

const secret = "secret";
const {
  AUDIT_LOG_CREATED: auditLog,
  FLAG_DELETED: deleted,
  FLAG_UPDATED: updated,
  identity,
  NEW_VERSION_PUBLISHED: version,
} = samples.flagsmith;

function changesOf(payload: unknown) {
  const body = JSON.stringify(payload);
  const event = verify({ headers: flagsmith.sign(body, { secret }), body }, { secret });
  return flagChanges(event).map(({ id, ...rest }) => ({ ...rest, place: id.slice(event.dedupeKey.length) }));
}

const place = {
  subject: { key: "new_checkout", id: "7168" },
  project: { id: "12", name: "Shop" },
  environment: { id: "23", name: "Production" },
};

test("gives a flag that was turned on, field for field", () => {
  expect(changesOf(updated)).toStrictEqual([
    {
      place: "#0",
      provider: "flagsmith",
      grain: "flag-environment",
      resource: "flag",
      action: "enabled",
      rawAction: "FLAG_UPDATED",
      ...place,
      enabled: { before: false, after: true },
      before: updated.data.previous_state,
      after: updated.data.new_state,
      actor: { type: "user", email: "ada@example.com" },
      occurredAt: "2026-01-01T12:00:00.595298Z",
    },
  ]);
});

test("gives a deleted flag from the state that it had, field for field", () => {
  expect(changesOf(deleted)).toStrictEqual([
    {
      place: "#0",
      provider: "flagsmith",
      grain: "flag-environment",
      resource: "flag",
      action: "deleted",
      rawAction: "FLAG_DELETED",
      ...place,
      enabled: { before: false },
      before: deleted.data.previous_state,
      actor: { type: "api-key", name: "CI" },
      occurredAt: "2026-01-01T12:01:00.000001Z",
    },
  ]);
});

test("gives a published version, which says neither environment nor time, field for field", () => {
  expect(changesOf(version)).toStrictEqual([
    {
      place: "#0",
      provider: "flagsmith",
      grain: "flag",
      resource: "flag",
      action: "published",
      rawAction: "NEW_VERSION_PUBLISHED",
      subject: place.subject,
      after: version.data.feature_states,
      actor: { type: "user", id: "3", email: "ada@example.com" },
      version: "0b7a3f1e-6a52-4a0c-9b4e-2f6d6a1c9d10",
    },
  ]);
});

test("gives a line of the audit log as prose, field for field", () => {
  expect(changesOf(auditLog)).toStrictEqual([
    {
      place: "#0",
      provider: "flagsmith",
      grain: "flag",
      resource: "flag",
      action: "unknown",
      rawAction: "AUDIT_LOG_CREATED",
      subject: { id: "7168" },
      project: place.project,
      summary: "New Flag / Remote Config created: new_checkout",
      actor: { type: "user", id: "3", email: "ada@example.com", name: "Ada Byron" },
      occurredAt: "2026-01-01T12:02:00.006318Z",
    },
  ]);
});

test("gives no change for evaluations of an identity, or an unknown event", () => {
  expect(changesOf(identity)).toEqual([]);
  expect(changesOf({ ...updated, event_type: "FLAG_ARCHIVED" })).toEqual([]);
});

/** The change from a state to another, both in what they differ from the sample. */
function changeOf(before: object | undefined, after: object, data: object = {}) {
  const { new_state: state } = updated.data;
  const previous = before && { ...state, ...before };
  const [change] = changesOf({
    event_type: "FLAG_UPDATED",
    data: { ...updated.data, ...data, new_state: { ...state, ...after }, previous_state: previous },
  });
  return change!;
}

const split = (share: number) => ({
  multivariate_feature_state_values: [
    { id: 1, multivariate_feature_option: { id: 10, value: "a" }, percentage_allocation: share },
    { id: 2, multivariate_feature_option: { id: 11, value: "b" }, percentage_allocation: 10 },
  ],
});
const reversed = {
  multivariate_feature_state_values: split(50).multivariate_feature_state_values.toReversed(),
};

test.each([
  { what: "no state before", before: undefined, after: {}, action: "created" },
  { what: "on", before: { enabled: false }, after: {}, action: "enabled" },
  { what: "off", before: {}, after: { enabled: false }, action: "disabled" },
  {
    what: "off with another value",
    before: {},
    after: { enabled: false, feature_state_value: 1 },
    action: "disabled",
  },
  {
    what: "0 for false",
    before: { feature_state_value: false },
    after: { feature_state_value: 0 },
    action: "variations-changed",
  },
  { what: "another split", before: split(50), after: split(60), action: "targeting-changed" },
  { what: "the same split in another order", before: split(50), after: reversed, action: "unknown" },
  {
    what: "a split that was not said before",
    before: { multivariate_feature_state_values: undefined },
    after: split(50),
    action: "unknown",
  },
  { what: "nothing that differs", before: {}, after: {}, action: "unknown" },
])("$what is $action", ({ before, after, action }) => {
  expect(changeOf(before, after)).toMatchObject({ action, rawAction: "FLAG_UPDATED" });
});

test("a new flag says only what it is now", () => {
  expect(changeOf(undefined, {}).enabled).toStrictEqual({ after: true });
});

test.each([
  { identity: 7, identity_identifier: "user-1" },
  { identity: "3f0c9a52-0000-4000-8000-000000000007", identity_identifier: "user-1" },
  { feature_segment: { segment: { id: 4, name: "Pro" }, priority: 0 } },
])("a value for some alone, %j, is targeting, and does not turn the flag on or off", (some) => {
  for (const before of [undefined, { enabled: false, ...some }]) {
    const change = changeOf(before, some);
    expect(change).toMatchObject({ action: "targeting-changed", grain: "flag-environment" });
    expect(change).not.toHaveProperty("enabled");
  }
});

test("an identity that loses its own value deletes no flag", () => {
  const state = { ...deleted.data.previous_state, identity: "3f0c9a52", identity_identifier: "user-1" };
  expect(changesOf({ ...deleted, data: { ...deleted.data, previous_state: state } })).toMatchObject([
    { action: "targeting-changed", before: state },
  ]);
});

test("without an environment the grain is the flag", () => {
  const change = changeOf({}, { environment: null });
  expect([change.grain, change.environment]).toEqual(["flag", undefined]);
});

test.each([
  ["", { type: "unknown" }],
  [null, { type: "unknown" }],
  ["ada@example.com", { type: "user", email: "ada@example.com" }],
  ["Deploy key", { type: "api-key", name: "Deploy key" }],
])("changed by %j is %j", (changed_by, actor) => {
  expect(changeOf({}, {}, { changed_by }).actor).toStrictEqual(actor);
});

test.each(["", null, undefined])("a timestamp of %j is no time", (timestamp) => {
  expect(changeOf({}, {}, { timestamp })).not.toHaveProperty("occurredAt");
});

test("a version that an API key published has no known actor", () => {
  expect(changesOf({ ...version, data: { ...version.data, published_by: null } })).toMatchObject([
    { actor: { type: "unknown" } },
  ]);
});

const environment = { id: 23, name: "Production", api_key: "client-side" };

test.each([
  ["FEATURE", null, { grain: "flag", resource: "flag", subject: { id: "7168" } }],
  ["FEATURE", environment, { grain: "flag-environment", resource: "flag", subject: { id: "7168" } }],
  ["FEATURE_STATE", environment, { grain: "environment", resource: "flag", subject: undefined }],
  ["EF_VERSION", environment, { grain: "environment", resource: "flag", subject: undefined }],
  ["SEGMENT", null, { grain: "project", resource: "segment", subject: { id: "7168" } }],
  ["EXPERIMENT", environment, { grain: "environment", resource: "experiment", subject: { id: "7168" } }],
  ["ENVIRONMENT", environment, { grain: "environment", resource: "other", subject: { id: "7168" } }],
  ["__proto__", null, { grain: "project", resource: "other", subject: { id: "7168" } }],
] as const)(
  "the audit log about a %s in %j is as precise as it says",
  (related_object_type, place_, expected) => {
    const data = { ...auditLog.data, related_object_type, environment: place_ };
    const [change] = changesOf({ ...auditLog, data });
    const { grain, resource, subject } = change!;
    expect({ grain, resource, subject }).toEqual(expected);
    expect(JSON.stringify(change)).not.toContain("client-side");
  },
);

test.each([
  [true, "system"],
  [false, "unknown"],
  [undefined, "unknown"],
])("a line without an author, of the system: %j, is by %s", (is_system_event, type) => {
  const data = { ...auditLog.data, author: null, is_system_event };
  expect(changesOf({ ...auditLog, data })).toMatchObject([{ actor: { type } }]);
});
