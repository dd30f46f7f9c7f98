import * as samples from "@flaghook/testing/samples";
import { expect, test } from "vitest";
import { featureOf, growthbook, verify } from "../src/index.ts";
import type { FeatureDeletedEvent, FeatureUpdatedEvent } from "../src/index.ts";
import { vectors } from "./vectors.ts";

const secret = "secret";
const { feature, webhook } = samples.growthbook;

function resultOf(payload: unknown) {
  const body = JSON.stringify(payload);
  return growthbook.safeVerify({ headers: growthbook.sign(body, { secret }), body }, { secret });
}

function verified(payload: unknown) {
  const body = JSON.stringify(payload);
  return verify({ headers: growthbook.sign(body, { secret }), body }, { secret });
}

test("gives a delivery as a typed event, field for field", () => {
  const { secret: shared, headers, body } = vectors.genuine[0]!;
  expect(verify({ headers, body }, { secret: shared })).toStrictEqual({
    provider: "growthbook",
    type: "feature.updated",
    name: "feature.updated",
    id: undefined,
    dedupeKey: "sha256:98014c4cee79a8bbbbe2a1ff43cf7790957b893697ce5ca7a07b118afab57c55",
    dedupe: { kind: "digest", repeatable: false },
    secretIndex: 0,
    payload: JSON.parse(body) as unknown,
  });
});

test("may be sent with POST, PUT and PATCH", () => {
  expect(growthbook.methods).toEqual(["POST", "PUT", "PATCH"]);
});

test("types every event that it knows, from what all payloads have", () => {
  const data = { object: { id: "a", featureId: "a" } };
  const names = Object.keys(growthbook.events);
  expect(names.map((event) => verified({ event, data }).type)).toEqual(names);
});

test("types a payload of an old webhook, which calls the feature otherwise", () => {
  const { event, data } = feature.updated_raw;
  expect(verified({ event, data })).toMatchObject({ type: "feature.updated", payload: { data } });
  const { event: deletion, data: before } = feature.deleted_raw;
  expect(verified({ event: deletion, data: before })).toMatchObject({ type: "feature.deleted" });
});

test("gives the feature of either form", () => {
  const of = (payload: unknown) => featureOf((verified(payload) as FeatureUpdatedEvent).payload);
  expect(of(feature.updated)).toEqual(feature.updated.data.object);
  expect(of(feature.updated_raw)).toEqual(feature.updated_raw.data.current);
  expect(of(feature.created)).toEqual(feature.created.data.object);
  const deleted = verified(feature.deleted_raw) as FeatureDeletedEvent;
  expect(featureOf(deleted.payload)).toEqual(feature.deleted_raw.data.previous);
});

test.each([
  { what: "json", payload: feature.updated, path: ["data", "object", "id"] },
  { what: "raw", payload: feature.updated_raw, path: ["data", "current", "id"] },
])("says where a $what payload is wrong, and not only that it is neither form", ({ payload, path }) => {
  const data = JSON.parse(JSON.stringify(payload.data)) as Record<string, { id?: unknown }>;
  data[path[1]!]!.id = 5;
  expect(resultOf({ ...payload, data })).toMatchObject({
    ok: false,
    error: { code: "schema-mismatch", issues: [{ path, expected: "string" }] },
  });
});

test("refuses a feature in neither form, and says what is missing", () => {
  expect(resultOf({ event: "feature.created", data: {} })).toMatchObject({
    ok: false,
    error: { issues: [{ path: ["data", "object"], expected: "object" }] },
  });
});

test.each(["boolean", "string", "number", "json"])("the default of a %s is text", (valueType) => {
  const object = { ...feature.created.data.object, valueType, defaultValue: "7" };
  expect(resultOf({ ...feature.created, data: { object } }).ok).toBe(true);
  const wrong = { ...object, defaultValue: 7 };
  expect(resultOf({ ...feature.created, data: { object: wrong } }).ok).toBe(false);
});

test("takes a feature that moved, with two projects, and a revision without a version", () => {
  expect(resultOf({ ...feature.updated, projects: ["prj_shop", "prj_blog"] }).ok).toBe(true);
  expect(feature.created.data.object.revision).not.toHaveProperty("version");
  expect(resultOf(feature.created).ok).toBe(true);
});

test("knows that modified is a list, which GrowthBook's API description calls an object", () => {
  const data = { ...feature.updated.data, changes: { added: {}, removed: {}, modified: {} } };
  expect(resultOf({ ...feature.updated, data })).toMatchObject({
    ok: false,
    error: { issues: [{ path: ["data", "changes", "modified"], expected: "array" }] },
  });
});

test("a test is an event like the others, in either form, and each press of the button is a new one", () => {
  const expected = { type: "webhook.test", dedupe: { kind: "digest", repeatable: true } };
  expect(verified(webhook.test)).toMatchObject(expected);
  expect(verified({ object: "webhook", event: "webhook.test", data: { webhookId: "ewh-1" } })).toMatchObject(
    expected,
  );
});

test("a raw log-in or warning has no time in it, so equal bytes are a new one", () => {
  const { events } = growthbook;
  const repeatable = Object.keys(events).filter((name) => events[name]!.dedupe.repeatable);
  expect(repeatable).toEqual(["experiment.warning", "user.login", "webhook.test"]);
});

test.each(["slack", "discord"])("refuses the message of a %s webhook, which names no event", (name) => {
  expect(resultOf({ text: `for ${name}`, content: "", blocks: [] })).toMatchObject({
    ok: false,
    error: { code: "schema-mismatch", issues: [{ path: ["event"] }] },
  });
});
