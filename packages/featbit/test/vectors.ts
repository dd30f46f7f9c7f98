import type { ProviderVectors } from "@flaghook/testing";

const source =
  "derived: our own objects in FeatBit's default template (366b4a1), signed with Python's hmac (2026-11-29)";
const secret = "featbit-test-secret";

/** FeatBit publishes no signature. */
export const vectors: ProviderVectors = {
  genuine: [
    {
      name: "a flag that was turned on",
      source,
      secret,
      body: '{\n  "event": "feature_flag.toggled",\n  "operator": "ada@example.com",\n  "happenedAt": "2026-01-01T00:00:00.1234567Z",\n  "changes": ["Enabled flag"],\n  "organization": {\n    "id": "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0001",\n    "name": "Tea &amp; Co"\n  },\n  "project": {\n    "id": "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0002",\n    "name": "Shop"\n  },\n  "environment": {\n    "id": "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0003",\n    "name": "Production"\n  },\n  "data": {\n    "kind": "feature flag",\n\n    "object": {\n      "id": "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0010",\n      "name": "New checkout",\n      "description": "",\n      "tags": ["web","beta"],\n      "key": "new-checkout",\n      "variationType": "boolean",\n      "variations": [{"id":"0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0011","name":"On","value":"true"},{"id":"0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0012","name":"Off","value":"false"}],\n      "targetUsers": [{"variationId":"0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0011","keyIds":["ada"]}],\n      "rules": [{"id":"0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0013","name":"Staff","dispatchKey":"keyId","includedInExpt":false,"conditions":[{"id":"0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0014","property":"team","op":"Equal","value":"staff"}],"variations":[{"id":"0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0011","rollout":[0,0.5],"exptRollout":1},{"id":"0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0012","rollout":[0.5,1],"exptRollout":1}]}],\n      "isEnabled": true,\n      "disabledVariationId": "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0012",\n      "fallthrough": {"dispatchKey":null,"includedInExpt":true,"variations":[{"id":"0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0012","rollout":[0,1],"exptRollout":1}]},\n      "exptIncludeAllTargets": true,\n      "isArchived": false\n    }\n\n  }\n}',
      headers: {
        "X-FeatBit-Delivery": "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0101",
        "X-FeatBit-Event": "feature_flag.toggled",
        "X-FeatBit-Hook-ID": "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0100",
        "X-FeatBit-Signature-256": "sha256=e0c3d5a4136ff04f7cec07525eabea39d2619d1aa1763c4f3f86d8722b1d18df",
      },
      expected: { type: "feature_flag", name: "feature_flag", id: "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0101" },
    },
    {
      name: "one save that did two things",
      source,
      secret,
      body: '{\n  "event": "feature_flag.toggled,feature_flag.targeting_rules_changed",\n  "operator": "Ada Byron",\n  "happenedAt": "2026-01-01T00:00:00.1234567Z",\n  "changes": ["Disabled flag","Added rule Staff"],\n  "organization": {\n    "id": "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0001",\n    "name": "Tea &amp; Co"\n  },\n  "project": {\n    "id": "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0002",\n    "name": "Shop"\n  },\n  "environment": {\n    "id": "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0003",\n    "name": "Production"\n  },\n  "data": {\n    "kind": "feature flag",\n\n    "object": {\n      "id": "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0010",\n      "name": "New checkout",\n      "description": "",\n      "tags": ["web","beta"],\n      "key": "new-checkout",\n      "variationType": "boolean",\n      "variations": [{"id":"0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0011","name":"On","value":"true"},{"id":"0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0012","name":"Off","value":"false"}],\n      "targetUsers": [{"variationId":"0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0011","keyIds":["ada"]}],\n      "rules": [{"id":"0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0013","name":"Staff","dispatchKey":"keyId","includedInExpt":false,"conditions":[{"id":"0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0014","property":"team","op":"Equal","value":"staff"}],"variations":[{"id":"0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0011","rollout":[0,0.5],"exptRollout":1},{"id":"0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0012","rollout":[0.5,1],"exptRollout":1}]}],\n      "isEnabled": false,\n      "disabledVariationId": "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0012",\n      "fallthrough": {"dispatchKey":null,"includedInExpt":true,"variations":[{"id":"0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0012","rollout":[0,1],"exptRollout":1}]},\n      "exptIncludeAllTargets": true,\n      "isArchived": false\n    }\n\n  }\n}',
      headers: {
        "X-FeatBit-Delivery": "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0102",
        "X-FeatBit-Event": "feature_flag.toggled,feature_flag.targeting_rules_changed",
        "X-FeatBit-Hook-ID": "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0100",
        "X-FeatBit-Signature-256": "sha256=2633534b6523974110e06fe5336f3587af6a887b109a6b254bd3eb617198fdcf",
      },
      expected: { type: "feature_flag", name: "feature_flag", id: "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0102" },
    },
    {
      name: "a created flag, with HTML's escapes in its name",
      source,
      secret,
      body: '{\n  "event": "feature_flag.created",\n  "operator": "System",\n  "happenedAt": "2026-01-01T00:00:00.1234567Z",\n  "changes": ["Created Flag: $A \\u0026 B \\u0022x\\u0022"],\n  "organization": {\n    "id": "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0001",\n    "name": "Tea &amp; Co"\n  },\n  "project": {\n    "id": "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0002",\n    "name": "Shop"\n  },\n  "environment": {\n    "id": "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0003",\n    "name": "Production"\n  },\n  "data": {\n    "kind": "feature flag",\n\n    "object": {\n      "id": "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0010",\n      "name": "A &amp; B &quot;x&quot;",\n      "description": "",\n      "tags": ["web","beta"],\n      "key": "new-checkout",\n      "variationType": "boolean",\n      "variations": [{"id":"0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0011","name":"On","value":"true"},{"id":"0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0012","name":"Off","value":"false"}],\n      "targetUsers": [{"variationId":"0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0011","keyIds":["ada"]}],\n      "rules": [],\n      "isEnabled": false,\n      "disabledVariationId": "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0012",\n      "fallthrough": {"dispatchKey":null,"includedInExpt":true,"variations":[{"id":"0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0012","rollout":[0,1],"exptRollout":1}]},\n      "exptIncludeAllTargets": true,\n      "isArchived": false\n    }\n\n  }\n}',
      headers: {
        "X-FeatBit-Delivery": "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0103",
        "X-FeatBit-Event": "feature_flag.created",
        "X-FeatBit-Hook-ID": "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0100",
        "X-FeatBit-Signature-256": "sha256=07d1b4477983be94dc8edaa3ac74b874ad971a51b8a2d56677bb40cd54c4185e",
      },
      expected: { type: "feature_flag", name: "feature_flag", id: "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0103" },
    },
    {
      name: "a segment with other rules",
      source,
      secret,
      body: '{\n  "event": "segment.rules_changed",\n  "operator": "ada@example.com",\n  "happenedAt": "2026-01-01T00:00:00.1234567Z",\n  "changes": ["Updated rule Team"],\n  "organization": {\n    "id": "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0001",\n    "name": "Tea &amp; Co"\n  },\n  "project": {\n    "id": "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0002",\n    "name": "Shop"\n  },\n  "environment": {\n    "id": "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0003",\n    "name": "Production"\n  },\n  "data": {\n    "kind": "segment",\n\n    "object": {\n      "id": "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0020",\n      "name": "Staff",\n      "description": "",\n      "tags": ["people"],\n      "included": ["ada"],\n      "excluded": [],\n      "rules": [{"id":"0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0021","name":"Team","conditions":[{"id":"0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0022","property":"team","op":"Equal","value":"staff"}]}],\n      "flagReferences": [{"envId":"0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0003","id":"0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0010","name":"New checkout","key":"new-checkout"}],\n      "isArchived": false\n    }\n\n  }\n}',
      headers: {
        "X-FeatBit-Delivery": "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0104",
        "X-FeatBit-Event": "segment.rules_changed",
        "X-FeatBit-Hook-ID": "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0100",
        "X-FeatBit-Signature-256": "sha256=e352a0a41b9e3f131007750259b398b4ad82ec46082294a562740f4dc142886b",
      },
      expected: { type: "segment", name: "segment", id: "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0104" },
    },
    {
      name: "a template of one's own, which has booleans as texts",
      source: "derived: a template of our own, signed with Python's hmac (2026-11-29)",
      secret,
      body: '{"events":"feature_flag.toggled","flag":"new-checkout","data":{"object":{"key":"new-checkout","isEnabled":"true","isArchived":""}}}',
      headers: {
        "X-FeatBit-Delivery": "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0105",
        "X-FeatBit-Event": "feature_flag.toggled",
        "X-FeatBit-Hook-ID": "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0100",
        "X-FeatBit-Signature-256": "sha256=f8c7d7e5ecf2cecca41d5d8aee6f8bd79fb634f79d340b49556ccad75507cb0c",
      },
      expected: { type: "feature_flag", name: "feature_flag", id: "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0105" },
    },
  ],
  unrecognised: [
    { payload: { event: "experiment.created" }, expected: "unknown" },
    { payload: { event: "feature_flag.toggled,segment.created" }, expected: "unknown" },
    { payload: { event: "constructor" }, expected: "unknown" },
    { payload: { event: "" }, expected: "schema-mismatch" },
    { payload: { text: "a flag was toggled" }, expected: "schema-mismatch" },
    { payload: [], expected: "schema-mismatch" },
    { payload: null, expected: "schema-mismatch" },
  ],
};
