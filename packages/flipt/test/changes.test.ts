import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { flagChanges, flipt, namespaceAsEnvironment, verify, type FlagChange } from "../src/index.ts";

const secret = "secret";

interface Sample {
  readonly payload: Record<string, unknown>;
}

const folder = new URL("samples/", import.meta.url);
const samples = Object.fromEntries(
  readdirSync(folder).map((file) => {
    const { payload } = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Sample;
    return [file.replace(/\.json$/, ""), payload];
  }),
);

function changesOf(payload: unknown): readonly Omit<FlagChange, "id">[] {
  const body = JSON.stringify(payload);
  const event = verify({ headers: flipt.sign(body, { secret }), body }, { secret });
  return flagChanges(event).map(({ id, ...rest }) => {
    expect(id).toBe(`${event.dedupeKey}#0`);
    return rest;
  });
}

const common = { provider: "flipt", grain: "flag", occurredAt: "2026-01-01T09:00:00+01:00" };
const ofFlag = { ...common, resource: "flag", subject: { key: "new-checkout" } };
const project = { key: "shop" };
const ada = { type: "user", email: "ada@example.com", name: "Ada Byron" };

/** Every field of the change of each sample. */
const expected: Readonly<Record<string, object>> = {
  "constraint.created": {
    ...common,
    resource: "segment",
    action: "updated",
    rawAction: "constraint.created",
    subject: { key: "staff" },
    project,
    after: samples["constraint.created"]!["payload"],
    actor: { type: "unknown" },
  },
  "distribution.updated": {
    ...common,
    grain: "environment",
    resource: "flag",
    action: "targeting-changed",
    rawAction: "distribution.updated",
    after: samples["distribution.updated"]!["payload"],
    actor: ada,
  },
  "flag.created": {
    ...ofFlag,
    action: "created",
    rawAction: "flag.created",
    subject: { key: "new-checkout", name: "New checkout" },
    project,
    enabled: { after: false },
    after: samples["flag.created"]!["payload"],
    actor: ada,
  },
  "flag.deleted": {
    ...ofFlag,
    action: "deleted",
    rawAction: "flag.deleted",
    actor: { type: "unknown" },
  },
  "flag.updated": {
    ...ofFlag,
    action: "unknown",
    rawAction: "flag.updated",
    subject: { key: "new-checkout", name: "New checkout" },
    project,
    enabled: { after: true },
    after: samples["flag.updated"]!["payload"],
    actor: ada,
  },
  "namespace.created": {
    ...common,
    resource: "other",
    action: "created",
    rawAction: "namespace.created",
    subject: { key: "shop", name: "Shop" },
    after: samples["namespace.created"]!["payload"],
    actor: ada,
  },
  "rollout.created": {
    ...ofFlag,
    action: "targeting-changed",
    rawAction: "rollout.created",
    project,
    after: samples["rollout.created"]!["payload"],
    actor: ada,
  },
  "rule.deleted": {
    ...ofFlag,
    action: "targeting-changed",
    rawAction: "rule.deleted",
    project,
    before: samples["rule.deleted"]!["payload"],
    actor: ada,
  },
  "rule.updated": {
    ...ofFlag,
    action: "targeting-changed",
    rawAction: "rule.updated",
    project,
    after: samples["rule.updated"]!["payload"],
    actor: ada,
  },
  "segment.created": {
    ...common,
    resource: "segment",
    action: "created",
    rawAction: "segment.created",
    subject: { key: "staff", name: "Staff" },
    project,
    after: samples["segment.created"]!["payload"],
    actor: ada,
  },
  "token.deleted": {
    ...common,
    resource: "other",
    action: "deleted",
    rawAction: "token.deleted",
    actor: { type: "api-key" },
  },
  "variant.created": {
    ...ofFlag,
    action: "variations-changed",
    rawAction: "variant.created",
    project,
    after: samples["variant.created"]!["payload"],
    actor: { type: "api-key" },
  },
};

test("there is a change for every sample", () => {
  expect(Object.keys(samples).toSorted()).toEqual(Object.keys(expected).toSorted());
});

test.each(Object.keys(expected))("gives %s as one change, field for field", (name) => {
  expect(changesOf(samples[name])).toStrictEqual([expected[name]]);
});

const updated = samples["flag.updated"]!;

test("gives no change for what was denied, and none for an unknown action", () => {
  expect(changesOf({ ...updated, status: "denied", payload: null })).toEqual([]);
  expect(changesOf({ ...updated, action: "create" })).toEqual([]);
});

test.each([true, false])("an update says that the flag is on (%s), not that it was turned", (enabled) => {
  const [change] = changesOf({ ...updated, payload: { key: "a", enabled } });
  expect(change).toMatchObject({ action: "unknown", enabled: { after: enabled } });
  expect(change!.enabled).not.toHaveProperty("before");
});

test("a deletion guesses no namespace, no name and no state", () => {
  const [change] = changesOf(samples["flag.deleted"]);
  expect(Object.keys(change!)).not.toEqual(expect.arrayContaining(["project", "enabled", "before", "after"]));
});

test("the request of a deleted rule is not the rule before it", () => {
  const request = { ...samples["rule.deleted"], payload: { id: "r1", flag_key: "new-checkout" } };
  expect(changesOf(request)[0]).not.toHaveProperty("before");
});

test("a deleted distribution names its flag", () => {
  const payload = { id: "d1", flag_key: "a", rule_id: "r1", variant_id: "v1" };
  expect(changesOf({ ...samples["distribution.updated"], action: "deleted", payload })).toMatchObject([
    { grain: "flag", subject: { key: "a" } },
  ]);
});

test.each([
  [{}, { type: "unknown" }],
  [{ actor: null }, { type: "unknown" }],
  [{ actor: {} }, { type: "unknown" }],
  [{ actor: { authentication: "none", ip: "192.0.2.1" } }, { type: "unknown" }],
  [{ actor: { authentication: "kubernetes" } }, { type: "unknown" }],
  [{ actor: { authentication: "token" } }, { type: "api-key" }],
  [{ actor: { authentication: "jwt", email: "a@example.com" } }, { type: "user", email: "a@example.com" }],
  [{ actor: { authentication: "github", name: "Ada" } }, { type: "user", name: "Ada" }],
])("whoever acted: %j", (metadata, actor) => {
  expect(changesOf({ ...updated, metadata })[0]!.actor).toEqual(actor);
});

test("an empty time is none", () => {
  expect(changesOf({ ...updated, timestamp: "" })[0]).not.toHaveProperty("occurredAt");
});

function inEnvironment(name: string): FlagChange {
  return namespaceAsEnvironment({ id: "1#0", ...changesOf(samples[name])[0]! });
}

test("namespaceAsEnvironment makes the namespace the environment, and nothing of what is not known", () => {
  expect(inEnvironment("flag.updated")).toMatchObject({ grain: "flag-environment", environment: project });
  expect(inEnvironment("flag.updated")).not.toHaveProperty("project");
  expect(inEnvironment("segment.created")).toMatchObject({ grain: "flag", environment: project });
  expect(inEnvironment("flag.deleted")).toEqual({ id: "1#0", ...expected["flag.deleted"] });
});
