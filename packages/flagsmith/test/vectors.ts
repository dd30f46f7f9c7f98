import type { ProviderVectors } from "@flaghook/testing";

const source =
  "derived: our own payload in the documented shape, written and signed with Python's json.dumps and hmac (2026-11-29)";
const secret = "my shared secret";

/**
 * Flagsmith publishes no signature. These are written as it writes: keys sorted at every level, a
 * space after `,` and `:`, and everything beyond ASCII escaped.
 */
export const vectors: ProviderVectors = {
  genuine: [
    {
      name: "a changed flag",
      source,
      secret,
      body: '{"data": {"changed_by": "ada@example.com", "new_state": {"enabled": true, "environment": {"id": 23, "name": "Production"}, "feature": {"created_date": "2026-01-01T08:00:00.000000Z", "default_enabled": false, "description": "Shows the \\u201cnew\\u201d checkout \\u2794 \\ud83d\\ude80", "id": 7168, "initial_value": null, "name": "new_checkout", "project": {"id": 12, "name": "Shop"}, "type": "MULTIVARIATE"}, "feature_segment": null, "feature_state_value": "<strong>\\nNew & shiny</strong>", "identity": null, "identity_identifier": null, "multivariate_feature_state_values": [{"id": 1, "multivariate_feature_option": {"id": 10, "value": "variant_a"}, "percentage_allocation": 50}]}, "previous_state": {"enabled": false, "environment": {"id": 23, "name": "Production"}, "feature": {"created_date": "2026-01-01T08:00:00.000000Z", "default_enabled": false, "description": "Shows the \\u201cnew\\u201d checkout \\u2794 \\ud83d\\ude80", "id": 7168, "initial_value": null, "name": "new_checkout", "project": {"id": 12, "name": "Shop"}, "type": "MULTIVARIATE"}, "feature_segment": null, "feature_state_value": "<strong>\\nNew & shiny</strong>", "identity": null, "identity_identifier": null, "multivariate_feature_state_values": []}, "timestamp": "2026-01-01T12:00:00.595298Z"}, "event_type": "FLAG_UPDATED"}',
      headers: {
        "X-Flagsmith-Signature": "ae1bb745ee52401b654994783e422994506374ee35e51731f1ec489ca258e4e2",
      },
      expected: { type: "FLAG_UPDATED", name: "FLAG_UPDATED" },
    },
    {
      name: "a deleted flag",
      source,
      secret,
      body: '{"data": {"changed_by": "CI", "new_state": null, "previous_state": {"enabled": false, "environment": {"id": 23, "name": "Production"}, "feature": {"created_date": "2026-01-01T08:00:00.000000Z", "default_enabled": false, "description": "Shows the \\u201cnew\\u201d checkout \\u2794 \\ud83d\\ude80", "id": 7168, "initial_value": null, "name": "new_checkout", "project": {"id": 12, "name": "Shop"}, "type": "MULTIVARIATE"}, "feature_segment": null, "feature_state_value": null, "identity": null, "identity_identifier": null, "multivariate_feature_state_values": []}, "timestamp": "2026-01-01T12:01:00.000001Z"}, "event_type": "FLAG_DELETED"}',
      headers: {
        "X-Flagsmith-Signature": "f996477dcf76c9d3b0d176301a94e1803481ef37c9aff00d10110d73b3381c93",
      },
      expected: { type: "FLAG_DELETED", name: "FLAG_DELETED" },
    },
    {
      name: "a published version",
      source,
      secret,
      body: '{"data": {"feature": {"id": 7168, "name": "new_checkout"}, "feature_states": [{"enabled": true, "multivariate_feature_state_values": [], "value": "new"}], "published_by": {"email": "ada@example.com", "id": 3}, "uuid": "0b7a3f1e-6a52-4a0c-9b4e-2f6d6a1c9d10"}, "event_type": "NEW_VERSION_PUBLISHED"}',
      headers: {
        "X-Flagsmith-Signature": "c116471cdf9bebdd6f14f31e59a7254b41dd76219e7da95ba3acccb6f49a1f92",
      },
      expected: {
        type: "NEW_VERSION_PUBLISHED",
        name: "NEW_VERSION_PUBLISHED",
        dedupeKey: '["NEW_VERSION_PUBLISHED","0b7a3f1e-6a52-4a0c-9b4e-2f6d6a1c9d10"]',
      },
    },
    {
      name: "a line of the audit log",
      source,
      secret,
      body: '{"data": {"author": {"email": "ada@example.com", "first_name": "Ada", "id": 3, "last_login": null, "last_name": "Byron", "uuid": "a9b1c2d3-0000-4000-8000-000000000003"}, "created_date": "2026-01-01T12:02:00.006318Z", "environment": null, "id": 77, "is_system_event": false, "log": "New Flag / Remote Config created: new_checkout", "project": {"id": 12, "name": "Shop", "organisation": 1, "uuid": "a9b1c2d3-0000-4000-8000-000000000012"}, "related_object_id": 7168, "related_object_type": "FEATURE", "related_object_uuid": null}, "event_type": "AUDIT_LOG_CREATED"}',
      headers: {
        "X-Flagsmith-Signature": "fbb22823a27c532f7c73e65be6d9c5e554efaf839109afccefbd791a2f033bad",
      },
      expected: {
        type: "AUDIT_LOG_CREATED",
        name: "AUDIT_LOG_CREATED",
        dedupeKey: '["AUDIT_LOG_CREATED",77]',
      },
    },
    {
      name: "the flags of an identity",
      source,
      secret,
      body: '{"flags": [{"enabled": true, "feature": {"id": 7168, "name": "new_checkout", "type": "STANDARD"}, "feature_state_value": 0, "id": 5}], "identity": "user-1", "segments": [{"id": 4, "member": true, "name": "Pro"}], "traits": [{"id": 1, "trait_key": "plan", "trait_value": "pro"}]}',
      headers: {
        "X-Flagsmith-Signature": "3d7512a03145200da78a4247febe211534ae556b75555a0373c3f487007ca4a5",
      },
      expected: { type: "identity", name: "identity" },
    },
    {
      name: "the pair that Flagsmith's own test computes",
      source:
        "https://github.com/Flagsmith/flagsmith/blob/1ad8487/api/tests/unit/webhooks/test_unit_webhooks.py (checked 2026-11-21), signed with Python's hmac",
      secret: "random_key",
      body: '{"key": "value"}',
      headers: {
        "X-Flagsmith-Signature": "e8af67a174c950742e45136491466739cf74a634c608fda0fd487732c2a8204f",
      },
      expected: "schema-mismatch",
    },
  ],
  altered: [
    {
      name: "the changed flag as JSON.stringify writes it",
      of: "a changed flag",
      body: '{"data":{"changed_by":"ada@example.com","new_state":{"enabled":true,"environment":{"id":23,"name":"Production"},"feature":{"created_date":"2026-01-01T08:00:00.000000Z","default_enabled":false,"description":"Shows the “new” checkout ➔ 🚀","id":7168,"initial_value":null,"name":"new_checkout","project":{"id":12,"name":"Shop"},"type":"MULTIVARIATE"},"feature_segment":null,"feature_state_value":"<strong>\\nNew & shiny</strong>","identity":null,"identity_identifier":null,"multivariate_feature_state_values":[{"id":1,"multivariate_feature_option":{"id":10,"value":"variant_a"},"percentage_allocation":50}]},"previous_state":{"enabled":false,"environment":{"id":23,"name":"Production"},"feature":{"created_date":"2026-01-01T08:00:00.000000Z","default_enabled":false,"description":"Shows the “new” checkout ➔ 🚀","id":7168,"initial_value":null,"name":"new_checkout","project":{"id":12,"name":"Shop"},"type":"MULTIVARIATE"},"feature_segment":null,"feature_state_value":"<strong>\\nNew & shiny</strong>","identity":null,"identity_identifier":null,"multivariate_feature_state_values":[]},"timestamp":"2026-01-01T12:00:00.595298Z"},"event_type":"FLAG_UPDATED"}',
    },
    {
      name: "the changed flag without its escapes",
      of: "a changed flag",
      body: '{"data": {"changed_by": "ada@example.com", "new_state": {"enabled": true, "environment": {"id": 23, "name": "Production"}, "feature": {"created_date": "2026-01-01T08:00:00.000000Z", "default_enabled": false, "description": "Shows the “new” checkout ➔ 🚀", "id": 7168, "initial_value": null, "name": "new_checkout", "project": {"id": 12, "name": "Shop"}, "type": "MULTIVARIATE"}, "feature_segment": null, "feature_state_value": "<strong>\\nNew & shiny</strong>", "identity": null, "identity_identifier": null, "multivariate_feature_state_values": [{"id": 1, "multivariate_feature_option": {"id": 10, "value": "variant_a"}, "percentage_allocation": 50}]}, "previous_state": {"enabled": false, "environment": {"id": 23, "name": "Production"}, "feature": {"created_date": "2026-01-01T08:00:00.000000Z", "default_enabled": false, "description": "Shows the “new” checkout ➔ 🚀", "id": 7168, "initial_value": null, "name": "new_checkout", "project": {"id": 12, "name": "Shop"}, "type": "MULTIVARIATE"}, "feature_segment": null, "feature_state_value": "<strong>\\nNew & shiny</strong>", "identity": null, "identity_identifier": null, "multivariate_feature_state_values": []}, "timestamp": "2026-01-01T12:00:00.595298Z"}, "event_type": "FLAG_UPDATED"}',
    },
  ],
  unrecognised: [
    { payload: { event_type: "FLAG_ARCHIVED", data: {} }, expected: "unknown" },
    { payload: { event_type: "constructor", data: {} }, expected: "unknown" },
    { payload: { event_type: null, data: {} }, expected: "schema-mismatch" },
    { payload: { data: {} }, expected: "schema-mismatch" },
    { payload: { event_type: null, identity: "a", flags: [] }, expected: "schema-mismatch" },
    { payload: { identity: "a" }, expected: "schema-mismatch" },
    { payload: [], expected: "schema-mismatch" },
    { payload: null, expected: "schema-mismatch" },
  ],
};
