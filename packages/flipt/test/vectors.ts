import type { ProviderVectors } from "@flaghook/testing";

const source =
  "derived: our own events in the form that Flipt 1.61.1 writes, signed with Python's hmac (2026-11-29)";
const secret = "flipt-test-secret";

/** One that Flipt publishes, from a test of its own, and events of ours in its form. */
export const vectors: ProviderVectors = {
  genuine: [
    {
      name: "a created flag",
      source,
      secret,
      body: '{"version":"0.2","type":"flag","action":"created","metadata":{"actor":{"authentication":"oidc","ip":"192.0.2.7","email":"ada@example.com","name":"Ada Byron","picture":"https://example.com/ada.png"}},"payload":{"description":"","enabled":false,"key":"new-checkout","name":"New checkout","namespace_key":"shop"},"timestamp":"2026-01-01T09:00:00+01:00","status":"success"}',
      headers: {
        "X-Flipt-Webhook-Signature": "94aa9a97d046824298a084a93450b6f55c9028d1c7ccd1f313dd6e51c5aabadc",
      },
      expected: { type: "flag", name: "flag" },
    },
    {
      name: "an updated flag, whose description Go escapes",
      source,
      secret,
      body: '{"version":"0.2","type":"flag","action":"updated","metadata":{"actor":{"authentication":"oidc","ip":"192.0.2.7","email":"ada@example.com","name":"Ada Byron","picture":"https://example.com/ada.png"}},"payload":{"description":"Tea \\u0026 \\u003cbiscuits\\u003e","enabled":true,"key":"new-checkout","name":"New checkout","namespace_key":"shop"},"timestamp":"2026-01-01T09:00:00+01:00","status":"success"}',
      headers: {
        "X-Flipt-Webhook-Signature": "e10723d670947f7d13a896ecce6df8e76697e718f961a2271f8bab51fb3a41a6",
      },
      expected: { type: "flag", name: "flag" },
    },
    {
      name: "a deleted rule, with shares of 32 bits",
      source,
      secret,
      body: '{"version":"0.2","type":"rule","action":"deleted","metadata":{"actor":{"authentication":"oidc","ip":"192.0.2.7","email":"ada@example.com","name":"Ada Byron","picture":"https://example.com/ada.png"}},"payload":{"distributions":[{"id":"d1","rollout":33.33,"rule_id":"r1","variant_id":"v1"}],"flag_key":"new-checkout","id":"r1","namespace_key":"shop","rank":1,"segment_key":"staff,beta","segment_operator":"OR_SEGMENT_OPERATOR"},"timestamp":"2026-01-01T09:00:00+01:00","status":"success"}',
      headers: {
        "X-Flipt-Webhook-Signature": "38d0ac5e89569c7acf50cdc5458d92922847f337ef7b35a349c8f25bb272dc47",
      },
      expected: { type: "rule", name: "rule" },
    },
    {
      name: "an older release's flag, without a status",
      source,
      secret,
      body: '{"version":"0.1","type":"flag","action":"created","metadata":{"actor":{"authentication":"none","ip":"192.0.2.9"}},"payload":{"description":"","enabled":false,"key":"a","name":"A","namespace_key":"default"},"timestamp":"2026-01-01T09:00:00+01:00"}',
      headers: {
        "X-Flipt-Webhook-Signature": "13bcfbfe38fa9f762addfc53a384788b8ef872ed8e08dbdecc4216870084bb6a",
      },
      expected: { type: "flag", name: "flag" },
    },
    {
      name: "a denied update",
      source,
      secret,
      body: '{"version":"0.2","type":"flag","action":"updated","metadata":{"actor":{"authentication":"oidc","ip":"192.0.2.7","email":"ada@example.com","name":"Ada Byron","picture":"https://example.com/ada.png"}},"payload":null,"timestamp":"2026-01-01T09:00:00+01:00","status":"denied"}',
      headers: {
        "X-Flipt-Webhook-Signature": "519eb320da9f8753cc68fea60a82d15385dd4b01e27b5540883bbdb0580d4e5b",
      },
      expected: { type: "flag", name: "flag" },
    },
    {
      name: "Flipt's own test, whose action is not one that it sends",
      source:
        "https://github.com/flipt-io/flipt/blob/v1.61.1/internal/server/audit/webhook/client_test.go (checked 2026-11-21)",
      secret: "s3crET",
      body: '{"version":"","type":"flag","action":"create","metadata":{},"payload":null,"timestamp":"","status":""}',
      headers: {
        "X-Flipt-Webhook-Signature": "6bc16d7434cbd746abfd25e3350a3f43fba04883b7f0b83f09bbc373116f84b0",
      },
      expected: { type: "unknown", name: "flag" },
    },
  ],
  unrecognised: [
    { payload: { type: "flag", action: "renamed" }, expected: "unknown" },
    { payload: { type: "constructor", action: "created" }, expected: "unknown" },
    { payload: { type: "flag" }, expected: "schema-mismatch" },
    { payload: { action: "created" }, expected: "schema-mismatch" },
    { payload: [], expected: "schema-mismatch" },
    { payload: null, expected: "schema-mismatch" },
  ],
};
