import type { ProviderVectors } from "@flaghook/testing";

const source = "our own, in the form that Unleash 8.1.0 writes: a token is not computed (2026-11-29)";
const secret = "API KEY 123abc";
const headers = { Authorization: secret };

/** Unleash signs nothing, so that there is nothing to publish: what counts is who is let in. */
export const vectors: ProviderVectors = {
  genuine: [
    {
      name: "a flag that was turned on",
      source,
      secret,
      body: '{"id":930,"type":"feature-environment-enabled","createdBy":"ada@example.com","createdAt":"2026-01-01T00:00:00.000Z","createdByUserId":7,"data":null,"preData":null,"tags":[{"type":"simple","value":"web"}],"featureName":"new-checkout","project":"shop","environment":"production"}',
      headers,
      expected: {
        type: "feature-environment-enabled",
        name: "feature-environment-enabled",
        dedupeKey: "930",
      },
    },
    {
      name: "a strategy that was changed",
      source,
      secret,
      body: '{"id":931,"type":"feature-strategy-update","createdBy":"admin","createdAt":"2026-01-01T00:01:00.000Z","createdByUserId":1,"data":{"id":"s1","name":"flexibleRollout","constraints":[],"parameters":{"rollout":"50"}},"preData":{"id":"s1","name":"flexibleRollout","constraints":[],"parameters":{"rollout":"32"}},"tags":[],"featureName":"new-checkout","project":"shop","environment":"production"}',
      headers,
      expected: { type: "feature-strategy-update", name: "feature-strategy-update", dedupeKey: "931" },
    },
    {
      name: "a change request",
      source,
      secret,
      body: '{"id":932,"type":"change-request-created","createdBy":"unleash-system-user","createdAt":"2026-01-01T00:02:00.000Z","createdByUserId":-1337,"data":{"changeRequestId":5},"preData":{},"tags":[],"featureName":null,"project":"shop","environment":"production","groupType":"change-request","groupId":"5"}',
      headers,
      expected: { type: "change-request-created", name: "change-request-created", dedupeKey: "932" },
    },
    {
      name: "the same in the template {{{eventJson}}}",
      source,
      secret,
      body: '"{\\"id\\":930,\\"type\\":\\"feature-environment-enabled\\",\\"createdBy\\":\\"ada@example.com\\",\\"createdAt\\":\\"2026-01-01T00:00:00.000Z\\",\\"createdByUserId\\":7,\\"data\\":null,\\"preData\\":null,\\"tags\\":[{\\"type\\":\\"simple\\",\\"value\\":\\"web\\"}],\\"featureName\\":\\"new-checkout\\",\\"project\\":\\"shop\\",\\"environment\\":\\"production\\"}"',
      headers,
      expected: {
        type: "feature-environment-enabled",
        name: "feature-environment-enabled",
        dedupeKey: "930",
      },
    },
  ],
  unrecognised: [
    { payload: { id: 1, type: "segment-created" }, expected: "unknown" },
    { payload: { id: 1, type: "toString" }, expected: "unknown" },
    { payload: { id: 1 }, expected: "schema-mismatch" },
    { payload: { id: 1, type: null }, expected: "schema-mismatch" },
    { payload: [], expected: "schema-mismatch" },
    { payload: null, expected: "schema-mismatch" },
  ],
};
