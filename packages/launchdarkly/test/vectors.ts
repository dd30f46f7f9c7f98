import type { ProviderVectors } from "@flaghook/testing";

const source = "derived: our own entries in the documented shape, signed with Python's hmac (2026-11-29)";
const secret = "launchdarkly-secret";

/** LaunchDarkly publishes no signature. These entries are our own, in its shape and spacing. */
export const vectors: ProviderVectors = {
  genuine: [
    {
      name: "a flag that was created",
      source,
      secret,
      body: '{\n  "_links": {\n    "canonical": {\n      "href": "/api/v2/flags/shop/new-checkout",\n      "type": "application/json"\n    },\n    "site": {\n      "href": "/shop/~/features/new-checkout",\n      "type": "text/html"\n    }\n  },\n  "_id": "65a1f0c2e4b0a1",\n  "_accountId": "acc1",\n  "date": 1767225600000,\n  "accesses": [\n    {\n      "action": "createFlag",\n      "resource": "proj/shop:env/test:flag/new-checkout"\n    },\n    {\n      "action": "createFlag",\n      "resource": "proj/shop:env/production:flag/new-checkout"\n    }\n  ],\n  "kind": "flag",\n  "name": "New checkout",\n  "description": "",\n  "shortDescription": "",\n  "comment": "",\n  "member": {\n    "_id": "m1",\n    "email": "ada@example.com",\n    "firstName": "Ada",\n    "lastName": "Byron"\n  },\n  "titleVerb": "created the flag",\n  "title": "Ada created the flag [New checkout](https://app.launchdarkly.com/shop/~/features/new-checkout)",\n  "target": {\n    "_links": {\n      "canonical": {\n        "href": "/api/v2/flags/shop/new-checkout",\n        "type": "application/json"\n      },\n      "site": {\n        "href": "/shop/~/features/new-checkout",\n        "type": "text/html"\n      }\n    },\n    "name": "New checkout",\n    "resources": [\n      "proj/shop:env/test:flag/new-checkout",\n      "proj/shop:env/production:flag/new-checkout"\n    ]\n  },\n  "currentVersion": {\n    "name": "New checkout",\n    "kind": "boolean",\n    "description": "",\n    "key": "new-checkout",\n    "_version": 1,\n    "creationDate": 1767139200000,\n    "variations": [\n      {\n        "_id": "v1",\n        "value": true\n      },\n      {\n        "_id": "v2",\n        "value": false\n      }\n    ],\n    "temporary": false,\n    "tags": [\n      "beta",\n      "web"\n    ],\n    "archived": false,\n    "defaults": {\n      "onVariation": 0,\n      "offVariation": 1\n    },\n    "environments": {\n      "test": {\n        "on": false,\n        "archived": false,\n        "salt": "a1",\n        "sel": "b2",\n        "lastModified": 1767225600000,\n        "version": 1,\n        "targets": [],\n        "rules": [],\n        "fallthrough": {\n          "variation": 0\n        },\n        "offVariation": 1,\n        "prerequisites": [],\n        "_environmentName": "Test"\n      },\n      "production": {\n        "on": false,\n        "archived": false,\n        "salt": "a1",\n        "sel": "b2",\n        "lastModified": 1767225600000,\n        "version": 1,\n        "targets": [],\n        "rules": [],\n        "fallthrough": {\n          "variation": 0\n        },\n        "offVariation": 1,\n        "prerequisites": [],\n        "_environmentName": "Production"\n      }\n    }\n  }\n}',
      headers: { "X-LD-Signature": "b8a083a4d8bceb73b8f2a27b26f50c027b2badb29ab4a6af8b26d2d4497c124c" },
      expected: { type: "flag", name: "flag", id: "65a1f0c2e4b0a1", dedupeKey: "65a1f0c2e4b0a1" },
    },
    {
      name: "a flag that was turned on, with another default rule",
      source,
      secret,
      body: '{"_links":{"canonical":{"href":"/api/v2/flags/shop/new-checkout","type":"application/json"},"site":{"href":"/shop/~/features/new-checkout","type":"text/html"}},"_id":"65a1f0c2e4b0a2","date":1767225660123,"accesses":[{"action":"updateOn","resource":"proj/shop:env/production:flag/new-checkout;beta,web"},{"action":"updateFallthrough","resource":"proj/shop:env/production:flag/new-checkout;beta,web"}],"kind":"flag","name":"New checkout","description":"- Turned on the flag","comment":"Go","member":{"_id":"m1","email":"ada@example.com","firstName":"Ada","lastName":"Byron"},"title":"Ada turned on the flag","parent":{"name":"Production","resource":"proj/shop:env/production"},"previousVersion":{"name":"New checkout","kind":"boolean","description":"","key":"new-checkout","_version":4,"creationDate":1767139200000,"variations":[{"_id":"v1","value":true},{"_id":"v2","value":false}],"temporary":false,"tags":["beta","web"],"archived":false,"defaults":{"onVariation":0,"offVariation":1},"environments":{"test":{"on":true,"archived":false,"salt":"a1","sel":"b2","lastModified":1767225600000,"version":3,"targets":[],"rules":[],"fallthrough":{"variation":0},"offVariation":1,"prerequisites":[],"_environmentName":"Test"},"production":{"on":false,"archived":false,"salt":"a1","sel":"b2","lastModified":1767225600000,"version":3,"targets":[],"rules":[],"fallthrough":{"variation":0},"offVariation":1,"prerequisites":[],"_environmentName":"Production"}}},"currentVersion":{"name":"New checkout","kind":"boolean","description":"","key":"new-checkout","_version":5,"creationDate":1767139200000,"variations":[{"_id":"v1","value":true},{"_id":"v2","value":false}],"temporary":false,"tags":["beta","web"],"archived":false,"defaults":{"onVariation":0,"offVariation":1},"environments":{"production":{"on":true,"archived":false,"salt":"a1","sel":"b2","lastModified":1767225600000,"version":4,"targets":[],"rules":[],"fallthrough":{"variation":0},"offVariation":1,"prerequisites":[],"_environmentName":"Production"}}}}',
      headers: { "X-LD-Signature": "dda3f10becfd1cdf2e068cf57ce9c0166d025858af3764c5cf3e5da5ac54f0be" },
      expected: { type: "flag", name: "flag", id: "65a1f0c2e4b0a2", dedupeKey: "65a1f0c2e4b0a2" },
    },
    {
      name: "a flag that was deleted",
      source,
      secret,
      body: '{"_id":"65a1f0c2e4b0a3","date":1767225720000,"accesses":[{"action":"deleteFlag","resource":"proj/shop:env/test:flag/new-checkout"},{"action":"deleteFlag","resource":"proj/shop:env/production:flag/new-checkout"}],"kind":"flag","name":"New checkout","description":"","token":{"_id":"t1","name":"Terraform","ending":"ab12","serviceToken":true}}',
      headers: { "X-LD-Signature": "507a74960bace8e5016e481326bd8e55ab7ca2abb45cb6db3ce1a90edde9be9f" },
      expected: { type: "flag", name: "flag", id: "65a1f0c2e4b0a3", dedupeKey: "65a1f0c2e4b0a3" },
    },
    {
      name: "an environment with another name",
      source,
      secret,
      body: '{"_id":"65a1f0c2e4b0a4","date":1767225780000,"accesses":[{"action":"updateName","resource":"proj/shop:env/test"}],"kind":"environment","name":"Test 2","description":"- Changed the name from ~~Test~~ to *Test 2*","member":{"_id":"m1","email":"ada@example.com","firstName":"Ada","lastName":"Byron"},"previousVersion":{"name":"Test"},"currentVersion":{"name":"Test 2"}}',
      headers: { "X-LD-Signature": "38b35c3f6cd4a4883b5a6cc9723f38da76b2c98a5d4a5d791482431c42ea93d7" },
      expected: {
        type: "environment",
        name: "environment",
        id: "65a1f0c2e4b0a4",
        dedupeKey: "65a1f0c2e4b0a4",
      },
    },
    {
      name: "a flag without accesses",
      source,
      secret,
      body: '{"_id":"a","date":1,"kind":"flag","name":"x"}',
      headers: { "X-LD-Signature": "db5b2a46f98e1b55400e0d58de9da9a9b770bc3f6e3955f12bc2f1d03d7c5f36" },
      expected: "schema-mismatch",
    },
  ],
  unrecognised: [
    { payload: { _id: "a", kind: "ai-model" }, expected: "unknown" },
    { payload: { _id: "a", kind: "toString" }, expected: "unknown" },
    { payload: { _id: "a" }, expected: "schema-mismatch" },
    { payload: { _id: "a", kind: 1 }, expected: "schema-mismatch" },
    { payload: [], expected: "schema-mismatch" },
    { payload: null, expected: "schema-mismatch" },
  ],
};
