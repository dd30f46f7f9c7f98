import * as samples from "@flaghook/testing/samples";
import { expect, test } from "vitest";
import { flagsmith, verify } from "../src/index.ts";
import { vectors } from "./vectors.ts";

const secret = "secret";
const { FLAG_UPDATED: updated, AUDIT_LOG_CREATED: auditLog, identity } = samples.flagsmith;

function resultOf(payload: unknown) {
  const body = JSON.stringify(payload);
  return flagsmith.safeVerify({ headers: flagsmith.sign(body, { secret }), body }, { secret });
}

function verified(payload: unknown) {
  const body = JSON.stringify(payload);
  return verify({ headers: flagsmith.sign(body, { secret }), body }, { secret });
}

test("gives a delivery as a typed event, field for field", () => {
  const { secret: shared, headers, body } = vectors.genuine[0]!;
  expect(verify({ headers, body }, { secret: shared })).toStrictEqual({
    provider: "flagsmith",
    type: "FLAG_UPDATED",
    name: "FLAG_UPDATED",
    id: undefined,
    dedupeKey: "sha256:0c82eef13e3683212addb78a4bd3eeabb12c263a0973c77f47102b8de74bb01c",
    dedupe: { kind: "digest", repeatable: false },
    secretIndex: 0,
    payload: JSON.parse(body) as unknown,
  });
});

test("knows four event types, and the integration for identities by a name of ours", () => {
  expect(Object.keys(flagsmith.events)).toEqual([
    "FLAG_UPDATED",
    "FLAG_DELETED",
    "NEW_VERSION_PUBLISHED",
    "AUDIT_LOG_CREATED",
    "identity",
  ]);
});

test("refuses a delivery without a signature, as a webhook without a secret sends it", () => {
  const { secret: shared, body } = vectors.genuine[0]!;
  expect(flagsmith.safeVerify({ headers: {}, body }, { secret: shared })).toMatchObject({
    ok: false,
    error: { code: "missing-signature" },
  });
});

test.each(["{}", 0, -1.5, false, true, "", null, '{"a":1}', "<b>now</b>"])("takes %j as a value", (value) => {
  const state = { ...updated.data.new_state, feature_state_value: value };
  expect(verified({ ...updated, data: { ...updated.data, new_state: state } })).toMatchObject({
    type: "FLAG_UPDATED",
    payload: { data: { new_state: { feature_state_value: value } } },
  });
});

test.each([7, "3f0c9a52-0000-4000-8000-000000000007"])("takes %j as the id of an identity", (id) => {
  const state = { ...updated.data.new_state, identity: id, identity_identifier: "user-1" };
  expect(resultOf({ ...updated, data: { ...updated.data, new_state: state } }).ok).toBe(true);
});

test("takes what older versions leave out: the split, and a state before", () => {
  const { multivariate_feature_state_values: _split, ...state } = updated.data.new_state;
  expect(resultOf({ event_type: "FLAG_UPDATED", data: { new_state: state } }).ok).toBe(true);
});

test("takes the audit log as the dashboard sends it in a test, and knows it by its words", () => {
  const { id: _id, is_system_event: _is, related_object_uuid: _uuid, ...data } = auditLog.data;
  expect(verified({ ...auditLog, data })).toMatchObject({
    type: "AUDIT_LOG_CREATED",
    dedupe: { kind: "identity", repeatable: false },
    dedupeKey:
      '["AUDIT_LOG_CREATED","2026-01-01T12:02:00.006318Z","New Flag / Remote Config created: new_checkout","FEATURE",7168]',
  });
});

test("refuses the audit log as the documentation shows it, without the envelope that is always sent", () => {
  expect(resultOf(auditLog.data)).toMatchObject({ ok: false, error: { code: "schema-mismatch" } });
});

test.each(["WAREHOUSE_CONNECTION", "EXPERIMENT", "METRIC", "SOMETHING_NEW"])(
  "takes a line of the audit log about %s",
  (related_object_type) => {
    expect(resultOf({ ...auditLog, data: { ...auditLog.data, related_object_type } }).ok).toBe(true);
  },
);

test("never takes the flags of an identity for a repeat", () => {
  expect(verified(identity)).toMatchObject({
    type: "identity",
    name: "identity",
    dedupe: { kind: "digest", repeatable: true },
  });
});
