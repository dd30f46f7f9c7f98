import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { flagChanges, verify, workos, type FlagChange, type FlagRuleUpdatedPayload } from "../src/index.ts";

const secret = "secret";

const folder = new URL("samples/", import.meta.url);
const samples = Object.fromEntries(
  readdirSync(folder).map((file) => {
    const text = readFileSync(new URL(file, folder), "utf8");
    return [file.replace(/\.json$/, ""), (JSON.parse(text) as { payload: FlagRuleUpdatedPayload }).payload];
  }),
);

function changesOf(payload: unknown): readonly FlagChange[] {
  const body = JSON.stringify(payload);
  return flagChanges(verify({ headers: workos.sign(body, { secret }), body }, { secret }));
}

const { data: turned, context } = samples["flag.rule_updated_on"]!;

const common = {
  provider: "workos",
  grain: "flag-environment",
  resource: "flag",
  subject: { key: "new-checkout", id: "flag_01", name: "New checkout", tags: ["web"] },
  environment: { id: "environment_01" },
  actor: { type: "user", id: "user_01", name: "Ada Byron" },
  occurredAt: "2026-01-02T00:00:00.123Z",
};
const { environment: _, ...ofNoEnvironment } = { ...common, grain: "flag" };
const after = (name: string): object => ({
  after: { data: samples[name]!.data, context: samples[name]!.context },
});

/** Every field of the change of each sample. */
const expected: Readonly<Record<string, object>> = {
  "flag.created": {
    ...common,
    ...after("flag.created"),
    id: "event_01#0",
    action: "created",
    rawAction: "flag.created",
    enabled: { after: false },
    actor: { type: "api-key", id: "key_01" },
  },
  "flag.deleted": {
    ...ofNoEnvironment,
    id: "event_05#0",
    action: "deleted",
    rawAction: "flag.deleted",
    before: samples["flag.deleted"]!.data,
    actor: { type: "system", id: "system" },
  },
  "flag.rule_updated": {
    ...common,
    ...after("flag.rule_updated"),
    id: "event_03#0",
    action: "targeting-changed",
    rawAction: "flag.rule_updated",
    enabled: { after: true },
    before: samples["flag.rule_updated"]!.context!.previous_attributes,
  },
  "flag.rule_updated_on": {
    ...common,
    ...after("flag.rule_updated_on"),
    id: "event_04#0",
    action: "enabled",
    rawAction: "flag.rule_updated",
    enabled: { before: false, after: true },
    before: { data: { enabled: false } },
  },
  "flag.updated": {
    ...ofNoEnvironment,
    ...after("flag.updated"),
    id: "event_02#0",
    action: "metadata-changed",
    rawAction: "flag.updated",
    subject: { ...common.subject, tags: ["web", "beta"] },
    before: { description: "", tags: ["web"] },
  },
};

test("there is a change for every sample", () => {
  expect(Object.keys(samples).toSorted()).toEqual(Object.keys(expected).toSorted());
});

test.each(Object.keys(expected))("gives %s as one change, field for field", (name) => {
  expect(changesOf(samples[name])).toStrictEqual([expected[name]]);
});

test.each([
  { before: false, now: true, action: "enabled", enabled: { before: false, after: true } },
  { before: true, now: false, action: "disabled", enabled: { before: true, after: false } },
  { before: true, now: undefined, action: "disabled", enabled: { before: true } },
  { before: undefined, now: true, action: "targeting-changed", enabled: { after: true } },
  { before: undefined, now: undefined, action: "targeting-changed", enabled: undefined },
])("a rule with enabled $before before and $now after is $action", ({ before, now, action, enabled }) => {
  const [change] = changesOf({
    ...samples["flag.rule_updated_on"],
    data: { ...turned, enabled: now },
    context: { ...context, previous_attributes: { data: { enabled: before, default_value: true } } },
  });
  expect([change!.action, change!.enabled]).toEqual([action, enabled]);
});

test.each([
  ["dashboard", "user"],
  ["api", "api-key"],
  ["system", "system"],
  ["robot", "unknown"],
  [undefined, "unknown"],
])("an actor from %s is of the type %s", (source, type) => {
  const given = { ...samples["flag.created"], context: { actor: { id: "a", source } } };
  expect(changesOf(given)).toMatchObject([{ actor: { type, id: "a" } }]);
});

test("says nothing of a context that was not sent", () => {
  const { context: _context, ...payload } = samples["flag.created"]!;
  const [change] = changesOf(payload);
  expect(change).not.toHaveProperty("actor");
  expect(change!.after).toEqual({ data: payload.data });
});

test("gives no change for an event of anything else", () => {
  expect(changesOf({ id: "event_1", event: "user.created", data: {} })).toEqual([]);
});
