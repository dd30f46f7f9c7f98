import { describe, expect, test } from "vitest";
import { flagChanges, statsig, statsigPrecommit, verify } from "../src/index.ts";
import { precommitVectors, vectors } from "./vectors.ts";

const secret = "secret";
const [changes] = vectors.genuine;

function changesOf(payload: unknown) {
  const body = JSON.stringify(payload);
  const event = verify({ headers: statsig.sign(body, { secret }), body }, { secret });
  return flagChanges(event).map(({ id, ...rest }) => ({ ...rest, place: id.slice(event.dedupeKey.length) }));
}

const change = (fields: object, metadata: object = {}): object => ({
  eventName: "statsig::config_change",
  metadata: { type: "Gate", name: "new_checkout", action: "updated", ...metadata },
  ...fields,
});

test("gives each change of a batch and no exposure, field for field", () => {
  expect(changesOf(JSON.parse(changes!.body))).toStrictEqual([
    {
      place: "#0",
      provider: "statsig",
      grain: "flag",
      resource: "flag",
      action: "unknown",
      rawAction: "Gate.updated",
      subject: { key: "new_checkout", name: "new_checkout", tags: ["web"] },
      project: { id: "p1", name: "Shop" },
      summary: "- Updated rule everyone from 10% to 50%",
      actor: { type: "user", id: "u1", email: "ada@example.com", name: "Ada Byron" },
      occurredAt: "2025-12-31T23:59:50.000Z",
    },
    {
      place: "#1",
      provider: "statsig",
      grain: "flag",
      resource: "experiment",
      action: "created",
      rawAction: "Experiment.created",
      subject: { key: "button_color", name: "button_color" },
      environment: { key: "production" },
      actor: { type: "unknown" },
      occurredAt: "2025-12-31T23:59:52.000Z",
    },
  ]);
});

test("gives none for events of one's own, in a bare array too", () => {
  expect(changesOf(JSON.parse(vectors.genuine[1]!.body))).toEqual([]);
  expect(changesOf({ data: [] })).toEqual([]);
  expect(changesOf([change({})])).toHaveLength(1);
});

test.each([
  ["created", "created"],
  ["deleted", "deleted"],
  ["updated", "unknown"],
  ["kickflip", "unknown"],
  ["__proto__", "unknown"],
])("an action that is %s is %s, in Statsig's own word", (action, expected) => {
  expect(changesOf([change({}, { action })])).toMatchObject([
    { action: expected, rawAction: `Gate.${action}` },
  ]);
});

test("an action or a type that is absent is unknown", () => {
  expect(changesOf([{ eventName: "statsig::config_change" }])).toMatchObject([
    { action: "unknown", rawAction: "unknown.unknown", resource: "other", subject: {} },
  ]);
});

test.each([
  ["Gate", "flag"],
  ["Experiment", "experiment"],
  ["DynamicConfig", "config"],
  ["dynamic_config", "config"],
  ["Layer", "config"],
  ["Param store", "config"],
  ["Segment", "segment"],
  ["Holdout", "other"],
])("a %s is a %s", (type, resource) => {
  expect(changesOf([change({}, { type })])).toMatchObject([{ resource }]);
});

test.each([
  ["production", { key: "production" }],
  ["production,", { key: "production" }],
  ["development,production", undefined],
  ["", undefined],
])("the environments %j are one, or stay in the payload", (environments, environment) => {
  const [first] = changesOf([change({}, { environments })]);
  expect([first!.grain, first!.environment]).toEqual(["flag", environment]);
});

describe("a time", () => {
  test.each([
    [1_767_225_590_000, "2025-12-31T23:59:50.000Z"],
    ["1767225590000", "2025-12-31T23:59:50.000Z"],
    ["2025-12-31T23:59:50Z", "2025-12-31T23:59:50.000Z"],
    ["soon", undefined],
    [1e300, undefined],
    [null, undefined],
  ])("of %j", (timestamp, occurredAt) => {
    expect(changesOf([change({ timestamp })])[0]!.occurredAt).toBe(occurredAt);
  });
});

test.each([
  [{ user: null }, { type: "unknown" }],
  [{ user: {} }, { type: "unknown" }],
  [{ userID: "u2" }, { type: "user", id: "u2" }],
  [
    { user: { userID: "u1" }, userID: "u2" },
    { type: "user", id: "u1" },
  ],
  [{ user: { name: "Ada" } }, { type: "user", name: "Ada" }],
])("whoever acted: %j", (fields, actor) => {
  expect(changesOf([change(fields)])[0]!.actor).toEqual(actor);
});

test("gives a review as an approval, field for field", () => {
  const { headers, body, secret: key } = precommitVectors.genuine[0]!;
  const event = statsigPrecommit.verify({ headers, body }, { secret: key });
  expect(flagChanges(event)).toStrictEqual([
    {
      id: `${event.dedupeKey}#0`,
      provider: "statsig-precommit",
      grain: "flag",
      resource: "flag",
      action: "approval",
      rawAction: "rules",
      subject: { key: "new_checkout", name: "new_checkout" },
      before: { rules: [] },
      after: { rules: [{ name: "everyone" }] },
      summary: "rules",
      actor: { type: "user", email: "bob@example.com" },
    },
  ]);
});
