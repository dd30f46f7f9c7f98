import type { ProviderVectors } from "@flaghook/testing";

const source = "derived: our own payload in the documented shape, signed with Python's hmac (2026-11-29)";
const secret = "ewhk_0123456789abcdef0123456789abcdef";
const headers = { "Content-Type": "application/json", "User-Agent": "GrowthBook Webhook" };

/** GrowthBook publishes no signature of its event webhooks. */
export const vectors: ProviderVectors = {
  genuine: [
    {
      name: "a changed feature",
      source,
      secret,
      body: '{"event":"feature.updated","object":"feature","data":{"object":{"id":"new-checkout","dateCreated":"2026-01-01T08:00:00.000Z","dateUpdated":"2026-01-01T12:00:00.000Z","archived":false,"description":"The new checkout ➔ 🚀","owner":"Ada","project":"prj_shop","valueType":"boolean","defaultValue":"false","tags":["web"],"environments":{"dev":{"enabled":true,"defaultValue":"false","rules":[{"id":"fr_1","type":"rollout","coverage":0.5,"hashAttribute":"id","value":"true","enabled":true}],"definition":"{\\"defaultValue\\":false}"},"production":{"enabled":true,"defaultValue":"false","rules":[],"definition":"{\\"defaultValue\\":false}"}},"prerequisites":[],"revision":{"version":4,"comment":"Turn it on","date":"2026-01-01T12:00:00.000Z","createdBy":"Ada","publishedBy":"Ada"}},"previous_attributes":{"environments":{"dev":{"enabled":true,"defaultValue":"false","rules":[],"definition":"{\\"defaultValue\\":false}"},"production":{"enabled":false,"defaultValue":"false","rules":[],"definition":"{\\"defaultValue\\":false}"}},"description":"The old words","revision":{"version":3,"comment":"","date":"2026-01-01T09:00:00.000Z","createdBy":"Ada","publishedBy":"Ada"}},"changes":{"added":{},"removed":{},"modified":[{"key":"description","oldValue":"The old words","newValue":"The new checkout ➔ 🚀"},{"key":"environments","added":{},"removed":{},"modified":[],"values":[{"key":"dev","added":{},"removed":{},"modified":[],"values":[{"key":"rules","changes":{"added":[{"id":"fr_1","type":"rollout","coverage":0.5,"hashAttribute":"id","value":"true","enabled":true,"__index":0}]}}]},{"key":"production","added":{},"removed":{},"modified":[{"key":"enabled","oldValue":false,"newValue":true}],"values":[{"key":"rules","changes":{}}]}]},{"key":"revision","added":{},"removed":{},"modified":[{"key":"version","oldValue":3,"newValue":4},{"key":"comment","oldValue":"","newValue":"Turn it on"}],"values":[]}]}},"projects":["prj_shop"],"tags":["web"],"environments":["production"],"containsSecrets":false,"user":{"type":"dashboard","id":"u_1","email":"ada@example.com","name":"Ada Byron"},"api_version":"2024-07-31","created":1767268800123}',
      headers: {
        ...headers,
        "X-GrowthBook-Signature": "b3e9f34426b5bd84419100b26e3c96a54570078079ee0f6c000578770ba2e94e",
      },
      expected: { type: "feature.updated", name: "feature.updated" },
    },
    {
      name: "a changed feature, raw",
      source,
      secret,
      body: '{"object":"feature","event":"feature.updated","data":{"current":{"id":"new-checkout","dateCreated":"2026-01-01T08:00:00.000Z","dateUpdated":"2026-01-01T12:00:00.000Z","archived":false,"description":"The new checkout ➔ 🚀","owner":"Ada","project":"prj_shop","valueType":"boolean","defaultValue":"false","tags":["web"],"environments":{"dev":{"enabled":true,"defaultValue":"false","rules":[],"definition":"{\\"defaultValue\\":false}"},"production":{"enabled":true,"defaultValue":"false","rules":[],"definition":"{\\"defaultValue\\":false}"}},"prerequisites":[],"revision":{"version":4,"comment":"Turn it on","date":"2026-01-01T12:00:00.000Z","createdBy":"Ada","publishedBy":"Ada"}},"previous":{"id":"new-checkout","dateCreated":"2026-01-01T08:00:00.000Z","dateUpdated":"2026-01-01T09:00:00.000Z","archived":false,"description":"The new checkout ➔ 🚀","owner":"Ada","project":"prj_shop","valueType":"boolean","defaultValue":"false","tags":["web"],"environments":{"dev":{"enabled":true,"defaultValue":"false","rules":[],"definition":"{\\"defaultValue\\":false}"},"production":{"enabled":false,"defaultValue":"false","rules":[],"definition":"{\\"defaultValue\\":false}"}},"prerequisites":[],"revision":{"version":4,"comment":"Turn it on","date":"2026-01-01T12:00:00.000Z","createdBy":"Ada","publishedBy":"Ada"}}},"user":{"type":"dashboard","id":"u_1","email":"ada@example.com","name":"Ada Byron"},"projects":["prj_shop"],"tags":["web"],"environments":["production"],"containsSecrets":false}',
      headers: {
        ...headers,
        "X-GrowthBook-Signature": "532f28947f8e4da60fd440a6cd3fdfd58be977adfe07444265f0a7cde41cd3c1",
      },
      expected: { type: "feature.updated", name: "feature.updated" },
    },
    {
      name: "a deleted feature, raw",
      source,
      secret,
      body: '{"object":"feature","event":"feature.deleted","data":{"previous":{"id":"new-checkout","dateCreated":"2026-01-01T08:00:00.000Z","dateUpdated":"2026-01-01T12:00:00.000Z","archived":false,"description":"The new checkout ➔ 🚀","owner":"Ada","project":"prj_shop","valueType":"boolean","defaultValue":"false","tags":["web"],"environments":{"dev":{"enabled":true,"defaultValue":"false","rules":[],"definition":"{\\"defaultValue\\":false}"},"production":{"enabled":true,"defaultValue":"false","rules":[],"definition":"{\\"defaultValue\\":false}"}},"prerequisites":[],"revision":{"version":4,"comment":"Turn it on","date":"2026-01-01T12:00:00.000Z","createdBy":"Ada","publishedBy":"Ada"}}},"user":{"type":"dashboard","id":"u_1","email":"ada@example.com","name":"Ada Byron"},"projects":["prj_shop"],"tags":["web"],"environments":["dev","production"],"containsSecrets":false}',
      headers: {
        ...headers,
        "X-GrowthBook-Signature": "0d9a597167e0f277176989417060799ac80388c6947aee9031ff18203d066b34",
      },
      expected: { type: "feature.deleted", name: "feature.deleted" },
    },
    {
      name: "an approved draft",
      source,
      secret,
      body: '{"event":"feature.revision.approved","object":"feature","data":{"object":{"featureId":"new-checkout","baseVersion":4,"version":5,"comment":"Half of all","date":"2026-01-02T08:00:00.000Z","status":"approved","rules":{"production":[{"id":"fr_1","type":"rollout","coverage":0.5,"hashAttribute":"id","value":"true","enabled":true}]},"reviewComment":"Looks right","reviewer":{"id":"u_2","name":"Bob","email":"bob@example.com"}}},"projects":["prj_shop"],"tags":["web"],"environments":[],"containsSecrets":false,"user":{"type":"dashboard","id":"u_1","email":"ada@example.com","name":"Ada Byron"},"api_version":"2024-07-31","created":1767340800000}',
      headers: {
        ...headers,
        "X-GrowthBook-Signature": "1dfe1dc9e93ae95b699e08e010cfec6d753f2ed8794194f355b5f70b0f7da760",
      },
      expected: { type: "feature.revision.approved", name: "feature.revision.approved" },
    },
    {
      name: "a test",
      source,
      secret,
      body: '{"event":"webhook.test","object":"webhook","data":{"object":{"webhookId":"ewh-1"}},"projects":[],"tags":[],"environments":[],"containsSecrets":false,"user":{"type":"system"},"api_version":"2024-07-31","created":1767340800003}',
      headers: {
        ...headers,
        "X-GrowthBook-Signature": "66f120d15cf902250380acff2d8e69571c5e98c519e4b6787df397165f69e8c7",
      },
      expected: { type: "webhook.test", name: "webhook.test" },
    },
  ],
  altered: [
    {
      name: "the changed feature with its keys in another order",
      of: "a changed feature",
      body: '{"api_version":"2024-07-31","containsSecrets":false,"created":1767268800123,"data":{"changes":{"added":{},"modified":[{"key":"description","newValue":"The new checkout ➔ 🚀","oldValue":"The old words"},{"added":{},"key":"environments","modified":[],"removed":{},"values":[{"added":{},"key":"dev","modified":[],"removed":{},"values":[{"changes":{"added":[{"__index":0,"coverage":0.5,"enabled":true,"hashAttribute":"id","id":"fr_1","type":"rollout","value":"true"}]},"key":"rules"}]},{"added":{},"key":"production","modified":[{"key":"enabled","newValue":true,"oldValue":false}],"removed":{},"values":[{"changes":{},"key":"rules"}]}]},{"added":{},"key":"revision","modified":[{"key":"version","newValue":4,"oldValue":3},{"key":"comment","newValue":"Turn it on","oldValue":""}],"removed":{},"values":[]}],"removed":{}},"object":{"archived":false,"dateCreated":"2026-01-01T08:00:00.000Z","dateUpdated":"2026-01-01T12:00:00.000Z","defaultValue":"false","description":"The new checkout ➔ 🚀","environments":{"dev":{"defaultValue":"false","definition":"{\\"defaultValue\\":false}","enabled":true,"rules":[{"coverage":0.5,"enabled":true,"hashAttribute":"id","id":"fr_1","type":"rollout","value":"true"}]},"production":{"defaultValue":"false","definition":"{\\"defaultValue\\":false}","enabled":true,"rules":[]}},"id":"new-checkout","owner":"Ada","prerequisites":[],"project":"prj_shop","revision":{"comment":"Turn it on","createdBy":"Ada","date":"2026-01-01T12:00:00.000Z","publishedBy":"Ada","version":4},"tags":["web"],"valueType":"boolean"},"previous_attributes":{"description":"The old words","environments":{"dev":{"defaultValue":"false","definition":"{\\"defaultValue\\":false}","enabled":true,"rules":[]},"production":{"defaultValue":"false","definition":"{\\"defaultValue\\":false}","enabled":false,"rules":[]}},"revision":{"comment":"","createdBy":"Ada","date":"2026-01-01T09:00:00.000Z","publishedBy":"Ada","version":3}}},"environments":["production"],"event":"feature.updated","object":"feature","projects":["prj_shop"],"tags":["web"],"user":{"email":"ada@example.com","id":"u_1","name":"Ada Byron","type":"dashboard"}}',
    },
  ],
  unrecognised: [
    { payload: { event: "feature.moved", data: {} }, expected: "unknown" },
    { payload: { event: "toString", data: {} }, expected: "unknown" },
    { payload: { event: 1, data: {} }, expected: "schema-mismatch" },
    { payload: { text: "A feature was changed", blocks: [] }, expected: "schema-mismatch" },
    { payload: [], expected: "schema-mismatch" },
    { payload: null, expected: "schema-mismatch" },
  ],
};

const sdkSource = "derived: our own body in each documented format, signed with Python's hmac (2026-11-29)";
const sdkSecret = "wk_123A5341464B3A13";
const sdkHeaders = {
  "webhook-timestamp": "1767225600",
  "webhook-sdk-key": "sdk-0123456789",
  "webhook-secret": "whsec_0000000000000000000000000000000000000000000000000000000000000000",
};
const now = new Date(1_767_225_600_000);

/** Deliveries of the SDK webhooks, in each format. */
export const sdkVectors: ProviderVectors = {
  genuine: [
    {
      name: "what SDKs get, as text",
      source: sdkSource,
      secret: sdkSecret,
      body: '{"type":"payload.changed","timestamp":"2026-01-01T00:00:00.000Z","data":{"payload":"{\\"features\\":{\\"new-checkout\\":{\\"defaultValue\\":true}}}"}}',
      headers: {
        ...sdkHeaders,
        "webhook-id": "msg_0123456789abcdef",
        "webhook-signature": "v1,wqFdMs5EWueCz5H3ljBJzqlGvMBIdIjSTWC5x4vJHoI=",
      },
      now,
      expected: { type: "payload.changed", name: "payload.changed", id: "msg_0123456789abcdef" },
    },
    {
      name: "without the payload",
      source: sdkSource,
      secret: sdkSecret,
      body: '{"type":"payload.changed","timestamp":"2026-01-01T00:00:00.000Z"}',
      headers: {
        ...sdkHeaders,
        "webhook-id": "msg_0123456789abcdef",
        "webhook-signature": "v1,jn+xrVgSiaUZOckLl6eD1Dkq3CahjKHJKtVMHT0/0/s=",
      },
      now,
      expected: { type: "payload.changed", name: "payload.changed", id: "msg_0123456789abcdef" },
    },
    {
      name: "without a body",
      source: sdkSource,
      secret: sdkSecret,
      body: "",
      headers: {
        ...sdkHeaders,
        "webhook-id": "msg_0123456789abcdef",
        "webhook-signature": "v1,5qIzjNAiEtoDN2Bq+/zM2nTVhdlT7ksr8aqlUocuyb0=",
      },
      now,
      expected: { type: "payload.changed", name: "payload.changed", id: "msg_0123456789abcdef" },
    },
    {
      name: "what SDKs get, bare",
      source: sdkSource,
      secret: sdkSecret,
      body: '{"features":{"new-checkout":{"defaultValue":true}}}',
      headers: {
        ...sdkHeaders,
        "webhook-id": "msg_1123456789abcdef",
        "webhook-signature": "v1,US9nwASDQMfD/tLQM6UBnziAZgEMUpGJmUZtDPjrZe4=",
      },
      now,
      expected: { type: "payload.changed", name: "payload.changed", id: "msg_1123456789abcdef" },
    },
    {
      name: "for Edge Config, as text",
      source: sdkSource,
      secret: sdkSecret,
      body: '{"items":[{"operation":"upsert","key":"gb_payload","value":"{\\"features\\":{\\"new-checkout\\":{\\"defaultValue\\":true}}}"}]}',
      headers: {
        ...sdkHeaders,
        "webhook-id": "msg_2123456789abcdef",
        "webhook-signature": "v1,eTIaiGIBDzPMyBqbXMuU7w8Bu1ybvFlMWcx7ZabK4gw=",
      },
      now,
      expected: { type: "payload.changed", name: "payload.changed", id: "msg_2123456789abcdef" },
    },
    {
      name: "for Edge Config, as an object",
      source: sdkSource,
      secret: sdkSecret,
      body: '{"items":[{"operation":"upsert","key":"gb_payload","value":{"features":{}}}]}',
      headers: {
        ...sdkHeaders,
        "webhook-id": "msg_3123456789abcdef",
        "webhook-signature": "v1,RmkRSfgoyRZqPbKWtMVEXFvRP9DBN7xo1prNZc0LQvk=",
      },
      now,
      expected: { type: "payload.changed", name: "payload.changed", id: "msg_3123456789abcdef" },
    },
    {
      name: "for Vercel",
      source: sdkSource,
      secret: sdkSecret,
      body: '{"data":{"gb_payload":{"features":{}}}}',
      headers: {
        ...sdkHeaders,
        "webhook-id": "msg_4123456789abcdef",
        "webhook-signature": "v1,FDx+olnuElVDTnM/IVqgERAHh0BtPcrcYpHzcZpngaM=",
      },
      now,
      expected: { type: "payload.changed", name: "payload.changed", id: "msg_4123456789abcdef" },
    },
    {
      name: "encrypted",
      source: sdkSource,
      secret: sdkSecret,
      body: '{"features":{},"encryptedFeatures":"m5ylFM6ndyOJA2OPadubkw==.Uu7ViqgKEt/dWvCyhI46q088PkAEJbnXKf3KPZjf9IEQQ+A8fojNoxw4wIbPX3aj"}',
      headers: {
        ...sdkHeaders,
        "webhook-id": "msg_5123456789abcdef",
        "webhook-signature": "v1,TWJ0AicDQ1egHYXRLwMXk73ShX7pKswcE15p3iCHVCE=",
      },
      now,
      expected: { type: "payload.changed", name: "payload.changed", id: "msg_5123456789abcdef" },
    },
  ],
  isBodyOptional: true,
  unrecognised: [
    { payload: [], expected: "schema-mismatch" },
    { payload: null, expected: "schema-mismatch" },
    { payload: { type: 1 }, expected: "schema-mismatch" },
    { payload: '"payload.changed"', expected: "schema-mismatch" },
  ],
};
