import type { ProviderVectors } from "@flaghook/testing";

const source = "derived: our own batches in the documented shape, signed with Python's hmac (2026-11-29)";
const secret = "statsig-secret";
const now = new Date(1_767_225_600_000);

/** Statsig publishes a signature without its secret, which proves nothing. */
export const vectors: ProviderVectors = {
  genuine: [
    {
      name: "changes and an exposure",
      source,
      secret,
      body: '{"data":[{"user":{"name":"Ada Byron","email":"ada@example.com","userID":"u1"},"timestamp":1767225590000,"eventName":"statsig::config_change","metadata":{"type":"Gate","name":"new_checkout","description":"- Updated rule everyone from 10% to 50%","environments":"development,staging,production","projectName":"Shop","projectID":"p1","tags":["web"],"action":"updated"}},{"eventName":"statsig::gate_exposure","timestamp":"1767225591000","user":{"userID":"7"},"metadata":{"gate":"new_checkout","gateValue":"true","ruleID":"r1"}},{"timestamp":1767225592000,"eventName":"statsig::config_change","metadata":{"type":"Experiment","name":"button_color","environments":"production","action":"created"}}]}',
      headers: {
        "X-Statsig-Signature": "v0=1af808c8f77c2af81f1d7a7d76d273dbc10fad6094e3e467bd9a04396f8e210a",
        "X-Statsig-Request-Timestamp": "1767225600000",
      },
      now,
      expected: { type: "batch", name: "batch" },
    },
    {
      name: "a bare array",
      source,
      secret,
      body: '[{"eventName":"add_to_cart","user":{"userID":"7"},"userID":"7","value":"shoes","metadata":{"price":"9.99"},"timestamp":"1767225593000"}]',
      headers: {
        "X-Statsig-Signature": "v0=d42598ff71310b560e3c3531d7fce93e24afedf3be32ec6876d65827bf5ddaaa",
        "X-Statsig-Request-Timestamp": "1767225600000",
      },
      now,
      expected: { type: "batch", name: "batch" },
    },
  ],
  unrecognised: [
    { payload: { data: { event: "url_verification", verification_code: "a" } }, expected: "schema-mismatch" },
    { payload: { data: [{ event: "url_verification" }] }, expected: "schema-mismatch" },
    { payload: {}, expected: "schema-mismatch" },
    { payload: [1], expected: "schema-mismatch" },
    { payload: null, expected: "schema-mismatch" },
  ],
};

/** A review of the pre-commit webhook, which signs nothing. */
export const precommitVectors: ProviderVectors = {
  genuine: [
    {
      name: "a review",
      source: "our own, in the documented shape (2026-11-29)",
      secret: "webhook-key",
      body: '{"review_id":"r1","submitter":"ada@example.com","committer":"bob@example.com","config_type":"gate","config_name":"new_checkout","type":"rules","old_config":{"rules":[]},"new_config":{"rules":[{"name":"everyone"}]}}',
      headers: { "x-statsig-webhook-key": "webhook-key" },
      expected: { type: "review", name: "review", id: "r1" },
    },
  ],
  unrecognised: [
    { payload: {}, expected: "schema-mismatch" },
    { payload: { review_id: 1 }, expected: "schema-mismatch" },
    { payload: [], expected: "schema-mismatch" },
  ],
};
