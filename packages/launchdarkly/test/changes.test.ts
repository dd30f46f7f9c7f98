import { describe, expect, test } from "vitest";
import { flagChanges, launchdarkly, verify, type FlagChangesOptions } from "../src/index.ts";
import { vectors } from "./vectors.ts";

const secret = "secret";
const [created, toggled, deleted, environment] = vectors.genuine.map(
  ({ body }) => JSON.parse(body) as Record<string, unknown>,
) as [Record<string, unknown>, Record<string, unknown>, Record<string, unknown>, Record<string, unknown>];

function changesOf(payload: unknown, options?: FlagChangesOptions) {
  const body = JSON.stringify(payload);
  const event = verify({ headers: launchdarkly.sign(body, { secret }), body }, { secret });
  return flagChanges(event, options);
}

const ada = { type: "user", id: "m1", email: "ada@example.com", name: "Ada Byron" };

test("gives a new flag as one change of the flag, field for field", () => {
  expect(changesOf(created)).toStrictEqual([
    {
      id: "65a1f0c2e4b0a1#0",
      provider: "launchdarkly",
      grain: "flag",
      resource: "flag",
      action: "created",
      rawAction: "createFlag",
      subject: { key: "new-checkout", name: "New checkout", tags: ["beta", "web"] },
      project: { key: "shop" },
      after: created["currentVersion"],
      version: "1",
      url: "https://app.launchdarkly.com/shop/~/features/new-checkout",
      actor: ada,
      occurredAt: "2026-01-01T00:00:00.000Z",
    },
  ]);
});

test("gives each access of an entry, not the first alone, field for field", () => {
  const { environments: before } = toggled["previousVersion"] as { environments: Record<string, unknown> };
  const { environments: after } = toggled["currentVersion"] as { environments: Record<string, unknown> };
  const common = {
    provider: "launchdarkly",
    grain: "flag-environment",
    resource: "flag",
    subject: { key: "new-checkout", name: "New checkout", tags: ["beta", "web"] },
    project: { key: "shop" },
    environment: { key: "production", name: "Production" },
    enabled: { before: false, after: true },
    before: before["production"],
    after: after["production"],
    version: "4",
    comment: "Go",
    url: "https://app.launchdarkly.com/shop/~/features/new-checkout",
    actor: ada,
    occurredAt: "2026-01-01T00:01:00.123Z",
  };
  expect(changesOf(toggled)).toStrictEqual([
    { ...common, id: "65a1f0c2e4b0a2#0", action: "enabled", rawAction: "updateOn" },
    { ...common, id: "65a1f0c2e4b0a2#1", action: "targeting-changed", rawAction: "updateFallthrough" },
  ]);
});

test("gives a deletion, which carries no version, by its resource, field for field", () => {
  expect(changesOf(deleted)).toStrictEqual([
    {
      id: "65a1f0c2e4b0a3#0",
      provider: "launchdarkly",
      grain: "flag",
      resource: "flag",
      action: "deleted",
      rawAction: "deleteFlag",
      subject: { key: "new-checkout", name: "New checkout" },
      project: { key: "shop" },
      actor: { type: "api-key", id: "t1", name: "Terraform" },
      occurredAt: "2026-01-01T00:02:00.000Z",
    },
  ]);
});

test("gives no change for other kinds, nor for unknown ones", () => {
  expect(changesOf(environment)).toEqual([]);
  expect(changesOf({ _id: "a", kind: "ai-model" })).toEqual([]);
});

const access = (action: unknown, resource = "proj/shop:env/production:flag/new-checkout"): object => ({
  ...toggled,
  accesses: [{ action, resource }],
});

describe("an action", () => {
  test.each([
    ["cloneFlag", "created", "flag"],
    ["toggleFlag", "enabled", "flag-environment"],
    ["updateRules", "targeting-changed", "flag-environment"],
    ["stopMeasuredRolloutOnFlagRule", "targeting-changed", "flag-environment"],
    ["copyFlagConfigTo", "targeting-changed", "flag-environment"],
    ["updateFlagVariations", "variations-changed", "flag"],
    ["reviewApprovalRequest", "approval", "flag-environment"],
    ["bypassRequiredApproval", "approval", "flag-environment"],
    ["updateTags", "metadata-changed", "flag"],
    ["updateFlagFallthroughTrackEvents", "metadata-changed", "flag-environment"],
    ["updateOfNextYear", "unknown", "flag-environment"],
    ["__proto__", "unknown", "flag-environment"],
  ])("%s is %s, of grain %s", (action, expected, grain) => {
    expect(changesOf(access(action))).toMatchObject([{ action: expected, rawAction: action, grain }]);
  });

  test("that turns a flag off is disabled, by what the entry says of the environment", () => {
    const currentVersion = { environments: { production: { on: false } } };
    expect(changesOf({ ...access("updateOn"), currentVersion })).toMatchObject([{ action: "disabled" }]);
  });

  test("whose environment is not among those of the entry has no direction, and is no deletion", () => {
    const changes = changesOf(access("updateOn", "proj/shop:env/test:flag/new-checkout"));
    expect(changes).toMatchObject([
      { action: "unknown", environment: { key: "test" }, enabled: { before: true } },
    ]);
    expect(changes[0]).not.toHaveProperty("after");
  });

  test.each([
    [true, "archived"],
    [false, "restored"],
    [null, "unknown"],
  ])("updateGlobalArchived with archived %j is %s", (archived, action) => {
    const entry = { ...access("updateGlobalArchived"), currentVersion: { archived } };
    expect(changesOf(entry)).toMatchObject([{ action, grain: "flag" }]);
  });

  test.each([null, undefined])("that is %j, or no access at all, is unknown", (action) => {
    expect(changesOf(access(action))).toMatchObject([{ action: "unknown", rawAction: "flag" }]);
    expect(changesOf({ ...toggled, accesses: [] })).toMatchObject([{ action: "unknown", grain: "flag" }]);
  });
});

describe("a resource", () => {
  test.each([
    ["proj/a.b_c-d:env/e1:flag/k.1;x,y", { key: "k.1" }, { key: "a.b_c-d" }, { key: "e1" }],
    ["proj/shop:env/*:flag/new-checkout", { key: "new-checkout" }, { key: "shop" }, undefined],
    ["proj/*:env/*:flag/*", { key: "new-checkout" }, undefined, undefined],
    ["", { key: "new-checkout" }, undefined, undefined],
  ])("%s", (resource, subject, project, environmentOf) => {
    const [change] = changesOf({ ...toggled, accesses: [{ action: "updateOn", resource }] });
    expect(change).toMatchObject({ subject });
    expect([change!.project, change!.environment && { key: change!.environment.key }]).toEqual([
      project,
      environmentOf,
    ]);
  });
});

const actorOf = (fields: object): unknown => {
  const { member: _, ...others } = toggled;
  return changesOf({ ...others, ...fields })[0]!.actor;
};

describe("whoever acted", () => {
  test("is absent where nobody is named", () => {
    expect(actorOf({})).toBeUndefined();
  });

  test("is the member, also with a token beside", () => {
    expect(actorOf({ member: { _id: "m1" }, token: { _id: "t1" } })).toEqual({ type: "user", id: "m1" });
  });

  test("is a token, or an app", () => {
    expect(actorOf({ token: { _id: "t1", name: "CI" } })).toEqual({ type: "api-key", id: "t1", name: "CI" });
    expect(actorOf({ app: { _id: "a1", name: "Slack" } })).toEqual({
      type: "service",
      id: "a1",
      name: "Slack",
    });
  });
});

test("writes the URL of another LaunchDarkly, and none of what is no path", () => {
  const [change] = changesOf(created, { baseUrl: "https://app.eu.launchdarkly.com" });
  expect(change!.url).toBe("https://app.eu.launchdarkly.com/shop/~/features/new-checkout");
  for (const href of ["https://example.com/", "javascript:alert(1)", ""]) {
    const entry = { ...created, target: null, _links: { site: { href } } };
    expect(changesOf(entry)[0]).not.toHaveProperty("url");
  }
});

test("leaves out a time that is none", () => {
  expect(changesOf({ ...created, date: 1e300 })[0]).not.toHaveProperty("occurredAt");
});
