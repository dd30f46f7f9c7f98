import type { ProviderVectors } from "@flaghook/testing";

/**
 * Deliveries of GO Feature Flag itself: from its own tests, which print the signature they expect,
 * and one captured on loopback from v1.55.2. The bodies of the tests are the compact form that is
 * signed, not the indented file.
 */
export const vectors: ProviderVectors = {
  genuine: [
    {
      name: "the exporter's own test",
      source:
        "https://github.com/thomaspoignant/go-feature-flag/blob/v1.55.2/exporter/webhookexporter/exporter_test.go (checked 2026-11-21)",
      secret: "secret",
      body: '{"meta":{"hostname":"hostname"},"events":[{"kind":"feature","contextKind":"anonymousUser","userKey":"ABCD","creationDate":1617970547,"key":"random-key","variation":"Default","value":"YO","default":false,"version":"","source":"SERVER"},{"kind":"feature","contextKind":"anonymousUser","userKey":"EFGH","creationDate":1617970701,"key":"random-key","variation":"Default","value":"YO2","default":false,"version":"127","source":"SERVER"}]}',
      headers: {
        "X-Hub-Signature-256": "sha256=f1f9766836d4e513035986c035ee9f091b895709be47a802b5840467007e1ec0",
      },
      expected: { type: "export", name: "export" },
    },
    {
      name: "the notifier's own test",
      source:
        "https://github.com/thomaspoignant/go-feature-flag/blob/v1.55.2/notifier/webhooknotifier/notifier_test.go (checked 2026-11-21)",
      secret: "test-secret",
      body: '{"meta":{"hostname":"toto"},"flags":{"deleted":{"test-flag":{"variations":{"Default":false,"False":false,"True":true},"targeting":[{"name":"rule1","query":"key eq \\"random-key\\"","percentage":{"False":0,"True":100}}],"defaultRule":{"name":"defaultRule","variation":"Default"}}},"added":{"test-flag3":{"variations":{"Default":"default","False":"false","True":"test"},"defaultRule":{"name":"defaultRule","percentage":{"False":95,"True":5}}}},"updated":{"test-flag2":{"old_value":{"variations":{"Default":false,"False":false,"True":true},"targeting":[{"name":"rule1","query":"key eq \\"not-a-key\\"","percentage":{"False":0,"True":100}}],"defaultRule":{"name":"defaultRule","variation":"Default"}},"new_value":{"variations":{"Default":false,"False":false,"True":true},"targeting":[{"name":"rule1","query":"key eq \\"not-a-key\\"","percentage":{"False":0,"True":100}}],"defaultRule":{"name":"defaultRule","variation":"Default"},"disable":true}}}}}',
      headers: {
        "X-Hub-Signature-256": "sha256=813bb118d9ac870a1264c2e5ce2a9a95c46246c52312ff77201d6d6b826f4ed6",
      },
      expected: { type: "notify", name: "notify" },
    },
    {
      name: "a captured batch of tracking events",
      source: "captured from the Go module v1.55.2 on loopback (2026-11-21)",
      secret: "goff-secret",
      body: '{"meta":{"app":"demo","hostname":"server01"},"events":[{"kind":"tracking","contextKind":"user","userKey":"user-1","creationDate":1795242982,"key":"checkout","evaluationContext":{"email":"a\\u003cb\\u003e@x.io","gofeatureflag":{"exporterMetadata":{"n":1,"provider":"demo"}},"targetingKey":"user-1"},"trackingEventDetails":{"currency":"USD","value":99.77}}]}',
      headers: {
        "X-Hub-Signature-256": "sha256=65f473fbe8322ec189494c00f3157800b363463fc54c40862948128386c45e72",
        "User-Agent": "Go-http-client/1.1",
        "Transfer-Encoding": "chunked",
        "Content-Type": "application/json",
        "Accept-Encoding": "gzip",
      },
      expected: { type: "export", name: "export" },
    },
    {
      name: "the signer's own test",
      source:
        "https://github.com/thomaspoignant/go-feature-flag/blob/v1.55.2/internal/signer/signer_test.go (checked 2026-11-21)",
      secret: "secret",
      body: "this is a test",
      headers: {
        "X-Hub-Signature-256": "sha256=08abbecc4779c9260cc85a017eb9db8babb5308a614cc9f13a4b9976af6b7cee",
      },
      expected: "invalid-json",
    },
  ],
  altered: [
    {
      name: "the captured batch with its Go escapes undone, as JSON.stringify does",
      of: "a captured batch of tracking events",
      body: '{"meta":{"app":"demo","hostname":"server01"},"events":[{"kind":"tracking","contextKind":"user","userKey":"user-1","creationDate":1795242982,"key":"checkout","evaluationContext":{"email":"a<b>@x.io","gofeatureflag":{"exporterMetadata":{"n":1,"provider":"demo"}},"targetingKey":"user-1"},"trackingEventDetails":{"currency":"USD","value":99.77}}]}',
    },
  ],
  unrecognised: [
    { payload: { meta: {} }, expected: "schema-mismatch" },
    { payload: { meta: {}, events: [], flags: {} }, expected: "schema-mismatch" },
    { payload: [], expected: "schema-mismatch" },
    { payload: "[".repeat(100_000) + "]".repeat(100_000), expected: "schema-mismatch" },
    { payload: null, expected: "schema-mismatch" },
    { payload: '"events"', expected: "schema-mismatch" },
  ],
};
