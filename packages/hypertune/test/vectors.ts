import type { ProviderVectors } from "@flaghook/testing";

/**
 * Hypertune publishes no signature. These are derived: the documentation's secret and payload,
 * signed with Python's hmac in two spacings, since the documentation does not say which one is
 * sent.
 */
export const vectors: ProviderVectors = {
  genuine: [
    {
      name: "the documented payload, minified",
      source:
        "derived from https://docs.hypertune.com/integrations/webhooks/handling-webhooks (checked 2026-11-21)",
      secret: "1de87274cc2ddba774cbcec5a9ad8727",
      body: '{"id":"QAq7JB7nE5tY8mS99qsmM","createdAt":"2023-04-17T12:02:26.095Z","type":"NEW_COMMIT","project":{"id":"2489","name":"demo-webhook project"},"commit":{"id":"2792","message":"v5"},"user":{"id":"2431","displayName":"Miraan Tabrez","email":"miraan@hypertune.com"}}',
      headers: {
        "X-Hypertune-Signature": "d0cd86587b5e6d026088e9342ca20a65e431c97c4e2731ae58d0b7cb791a64a7",
      },
      expected: {
        type: "NEW_COMMIT",
        name: "NEW_COMMIT",
        id: "QAq7JB7nE5tY8mS99qsmM",
        dedupeKey: "QAq7JB7nE5tY8mS99qsmM",
      },
    },
    {
      name: "the documented payload, indented",
      source:
        "derived from https://docs.hypertune.com/integrations/webhooks/handling-webhooks (checked 2026-11-21)",
      secret: "1de87274cc2ddba774cbcec5a9ad8727",
      body: '{\n  "id": "QAq7JB7nE5tY8mS99qsmM",\n  "createdAt": "2023-04-17T12:02:26.095Z",\n  "type": "NEW_COMMIT",\n  "project": {\n    "id": "2489",\n    "name": "demo-webhook project"\n  },\n  "commit": {\n    "id": "2792",\n    "message": "v5"\n  },\n  "user": {\n    "id": "2431",\n    "displayName": "Miraan Tabrez",\n    "email": "miraan@hypertune.com"\n  }\n}',
      headers: {
        "X-Hypertune-Signature": "4d505107dbebb16fc27d9a961454d6a213fd5ad9d56d6c4109cd198e1640e12c",
      },
      expected: {
        type: "NEW_COMMIT",
        name: "NEW_COMMIT",
        id: "QAq7JB7nE5tY8mS99qsmM",
        dedupeKey: "QAq7JB7nE5tY8mS99qsmM",
      },
    },
    {
      name: "a commit event without its commit",
      source: "derived, signed with node:crypto and checked with WebCrypto and Python (2026-11-21)",
      secret: "1de87274cc2ddba774cbcec5a9ad8727",
      body: '{"id":"QAq7JB7nE5tY8mS99qsmM","type":"NEW_COMMIT"}',
      headers: {
        "X-Hypertune-Signature": "177af1f39830f36503504a5bf911aea2f92dd3536cf51489fc27b39860ef12fe",
      },
      expected: "schema-mismatch",
    },
  ],
  unrecognised: [
    { payload: { id: "a", type: "NEW_BRANCH" }, expected: "unknown" },
    { payload: { id: "a", type: "toString" }, expected: "unknown" },
    { payload: { id: "a" }, expected: "schema-mismatch" },
    { payload: { id: "a", type: null }, expected: "schema-mismatch" },
    { payload: [], expected: "schema-mismatch" },
    { payload: "[".repeat(100_000) + "]".repeat(100_000), expected: "schema-mismatch" },
    { payload: null, expected: "schema-mismatch" },
  ],
};
