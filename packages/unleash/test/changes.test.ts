import { expect, test } from "vitest";
import { flagChanges, unleash, verify } from "../src/index.ts";
import { actionOf, eventNames } from "../src/event-names.ts";
import { vectors } from "./vectors.ts";

const secret = "a token";
const [enabled, strategy, request] = vectors.genuine.map(
  ({ body }) => JSON.parse(body) as Record<string, unknown>,
) as [Record<string, unknown>, Record<string, unknown>, Record<string, unknown>];

function changesOf(payload: unknown) {
  const body = JSON.stringify(payload);
  return flagChanges(verify({ headers: unleash.sign(body, { secret }), body }, { secret }));
}

test("gives a flag that was turned on, field for field, and does not say that it was off", () => {
  expect(changesOf(enabled)).toStrictEqual([
    {
      id: "930#0",
      provider: "unleash",
      grain: "flag-environment",
      resource: "flag",
      action: "enabled",
      rawAction: "feature-environment-enabled",
      subject: { key: "new-checkout", name: "new-checkout" },
      project: { key: "shop" },
      environment: { key: "production" },
      enabled: { after: true },
      actor: { type: "user", id: "7", email: "ada@example.com" },
      occurredAt: "2026-01-01T00:00:00.000Z",
    },
  ]);
});

test("gives a strategy before and after, field for field", () => {
  expect(changesOf(strategy)).toStrictEqual([
    {
      id: "931#0",
      provider: "unleash",
      grain: "flag-environment",
      resource: "flag",
      action: "targeting-changed",
      rawAction: "feature-strategy-update",
      subject: { key: "new-checkout", name: "new-checkout" },
      project: { key: "shop" },
      environment: { key: "production" },
      before: strategy["preData"],
      after: strategy["data"],
      actor: { type: "user", id: "1", name: "admin" },
      occurredAt: "2026-01-01T00:01:00.000Z",
    },
  ]);
});

test("gives a change request as an approval of the environment, by Unleash itself, field for field", () => {
  expect(changesOf(request)).toStrictEqual([
    {
      id: "932#0",
      provider: "unleash",
      grain: "environment",
      resource: "other",
      action: "approval",
      rawAction: "change-request-created",
      project: { key: "shop" },
      environment: { key: "production" },
      before: {},
      after: { changeRequestId: 5 },
      actor: { type: "system", id: "-1337", name: "unleash-system-user" },
      occurredAt: "2026-01-01T00:02:00.000Z",
    },
  ]);
});

test.each(eventNames)("gives %s as what it is", (type) => {
  expect(changesOf({ ...enabled, type })).toMatchObject([{ action: actionOf[type], rawAction: type }]);
});

test.each([
  ["feature-created", "created"],
  ["feature-archived", "archived"],
  ["feature-revived", "restored"],
  ["feature-environment-disabled", "disabled"],
  ["feature-variants-updated", "variations-changed"],
  ["feature-stale-on", "metadata-changed"],
  ["feature-completed", "metadata-changed"],
  ["release-plan-progressions-paused", "targeting-changed"],
  ["change-request-applied", "approval"],
])("%s is %s", (type, action) => {
  expect(changesOf({ ...enabled, type })).toMatchObject([{ action }]);
});

test("says of a flag that was turned off only what it is now", () => {
  const [change] = changesOf({ ...enabled, type: "feature-environment-disabled" });
  expect(change!.enabled).toEqual({ after: false });
});

const grainOf = (change: object): unknown => changesOf({ ...enabled, ...change })[0]!.grain;

test("is as precise as the event: no environment, no flag, nothing", () => {
  expect(grainOf({ environment: null })).toBe("flag");
  expect(grainOf({ featureName: null })).toBe("environment");
  expect(grainOf({ featureName: null, environment: null })).toBe("project");
});

test("has no change for an event that a webhook cannot be set up for", () => {
  expect(changesOf({ ...enabled, type: "segment-created" })).toEqual([]);
});
