import type { ProviderVectors } from "@flaghook/testing";

const source = "derived: our own events in the documented shape, signed with Python's hmac (2026-11-29)";
const secret = "workos-test-secret";
const now = new Date(1767312000123);

/** WorkOS publishes no signature: its SDK's tests compute one. */
export const vectors: ProviderVectors = {
  genuine: [
    {
      name: "a flag that was turned on",
      source,
      secret,
      body: '{"id":"event_04","event":"flag.rule_updated","data":{"object":"feature_flag","id":"flag_01","environment_id":"environment_01","slug":"new-checkout","name":"New checkout","description":"","owner":null,"tags":["web"],"enabled":true,"default_value":false,"created_at":"2026-01-01T00:00:00.000Z","updated_at":"2026-01-02T00:00:00.000Z"},"created_at":"2026-01-02T00:00:00.123Z","context":{"client_id":"client_01","actor":{"id":"user_01","name":"Ada Byron","source":"dashboard"},"access_type":"all","configured_targets":{"organizations":[],"users":[]},"previous_attributes":{"data":{"enabled":false}}}}',
      headers: {
        "WorkOS-Signature":
          "t=1767312000123, v1=c6a1dd3663827e05618fe24d8e32217d5c7481dfac0650477ed480c4312436b9",
      },
      now,
      expected: {
        type: "flag.rule_updated",
        name: "flag.rule_updated",
        id: "event_04",
        dedupeKey: "event_04",
      },
    },
    {
      name: "an updated flag, whose name comes before its id",
      source,
      secret,
      body: '{"event":"flag.updated","id":"event_02","data":{"object":"flag","id":"flag_01","slug":"new-checkout","name":"New checkout","description":"The checkout of 2026","tags":["web","beta"],"created_at":"2026-01-01T00:00:00.000Z","updated_at":"2026-01-02T00:00:00.000Z"},"created_at":"2026-01-02T00:00:00.123Z","context":{"client_id":"client_01","actor":{"id":"user_01","name":"Ada Byron","source":"dashboard"},"previous_attributes":{"description":"","tags":["web"]}}}',
      headers: {
        "WorkOS-Signature":
          "t=1767312000123, v1=c242226ba195bf1223d0583d6eaf952c96f472db8c088093d7a14bf733d3616d",
      },
      now,
      expected: { type: "flag.updated", name: "flag.updated", id: "event_02", dedupeKey: "event_02" },
    },
    {
      name: "a flag with other targets",
      source,
      secret,
      body: '{"id":"event_03","event":"flag.rule_updated","data":{"object":"feature_flag","id":"flag_01","environment_id":"environment_01","slug":"new-checkout","name":"New checkout","description":"","owner":null,"tags":["web"],"enabled":true,"default_value":false,"created_at":"2026-01-01T00:00:00.000Z","updated_at":"2026-01-02T00:00:00.000Z"},"created_at":"2026-01-02T00:00:00.123Z","context":{"client_id":"client_01","actor":{"id":"user_01","name":"Ada Byron","source":"dashboard"},"access_type":"some","configured_targets":{"organizations":[{"id":"org_01","name":"Acme"}],"users":[]},"previous_attributes":{"context":{"access_type":"none","configured_targets":{"organizations":[],"users":[]}}}}}',
      headers: {
        "WorkOS-Signature":
          "t=1767312000123, v1=b4d98575323a1541e8bbfda38299bb961c8fb9fd1a4b9b58223c12e7021264bd",
      },
      now,
      expected: {
        type: "flag.rule_updated",
        name: "flag.rule_updated",
        id: "event_03",
        dedupeKey: "event_03",
      },
    },
    {
      name: "a user, who is no flag",
      source,
      secret,
      body: '{"id":"event_06","event":"user.created","data":{"object":"user","id":"user_02"},"created_at":"2026-01-02T00:00:00.123Z"}',
      headers: {
        "WorkOS-Signature":
          "t=1767312000123, v1=dc26a8c7ad25dc9b04df2ab7cb770c5e3f9ffcbc553bf8aab8ff00b093e23c53",
      },
      now,
      expected: { type: "unknown", name: "user.created", id: "event_06", dedupeKey: "event_06" },
    },
  ],
  unrecognised: [
    { payload: { id: "a", event: "flag.archived" }, expected: "unknown" },
    { payload: { id: "a", event: "constructor" }, expected: "unknown" },
    { payload: { id: "a" }, expected: "schema-mismatch" },
    { payload: { id: "a", event: 1 }, expected: "schema-mismatch" },
    { payload: [], expected: "schema-mismatch" },
    { payload: null, expected: "schema-mismatch" },
  ],
};
