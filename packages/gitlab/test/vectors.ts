import type { ProviderVectors } from "@flaghook/testing";

const source = "derived: our own payloads in GitLab's form, signed with Python's hmac (2026-11-29)";
const secret = "whsec_Z2l0bGFiLXNpZ25pbmctdG9rZW4tMDAwMDE=";
const now = new Date(1767225600000);

/** GitLab publishes no signature. */
export const vectors: ProviderVectors = {
  genuine: [
    {
      name: "a flag that was turned on, signed",
      source,
      secret,
      body: '{"object_kind":"feature_flag","project":{"id":42,"name":"Shop","description":"Sells things","web_url":"https://gitlab.example.com/acme/shop","avatar_url":null,"git_ssh_url":"git@gitlab.example.com:acme/shop.git","git_http_url":"https://gitlab.example.com/acme/shop.git","namespace":"Acme","visibility_level":0,"path_with_namespace":"acme/shop","default_branch":"main","ci_config_path":null},"user":{"id":7,"name":"Ada Byron","username":"ada","avatar_url":null,"email":"ada@example.com"},"user_url":"https://gitlab.example.com/ada","object_attributes":{"id":6,"name":"new-checkout","description":"","active":true}}',
      headers: {
        "Idempotency-Key": "0b9b6f2e-3b43-4c1e-8a0d-4c8b0a3a9d00",
        "X-Gitlab-Event": "Feature Flag Hook",
        "webhook-id": "0b9b6f2e-3b43-4c1e-8a0d-4c8b0a3a9d00",
        "webhook-timestamp": "1767225600",
        "webhook-signature": "v1,CDORy2hwN571XDH8mDQ0G/Hw5cVGRCZfInMYc//3KaE=",
      },
      now,
      expected: {
        type: "feature_flag",
        name: "feature_flag",
        id: "0b9b6f2e-3b43-4c1e-8a0d-4c8b0a3a9d00",
        dedupeKey: "0b9b6f2e-3b43-4c1e-8a0d-4c8b0a3a9d00",
      },
    },
    {
      name: "a flag that was turned off by a bot, with Rails' escapes, signed",
      source,
      secret,
      body: '{"object_kind":"feature_flag","project":{"id":42,"name":"Shop","description":"Sells things","web_url":"https://gitlab.example.com/acme/shop","avatar_url":null,"git_ssh_url":"git@gitlab.example.com:acme/shop.git","git_http_url":"https://gitlab.example.com/acme/shop.git","namespace":"Acme","visibility_level":0,"path_with_namespace":"acme/shop","default_branch":"main","ci_config_path":null},"user":{"id":9,"name":"Deploys","username":"project_42_bot_1a2b","avatar_url":null,"email":"[REDACTED]"},"user_url":"https://gitlab.example.com/project_42_bot_1a2b","object_attributes":{"id":6,"name":"new-checkout","description":"Tea \\u0026 \\u003cbiscuits\\u003e","active":false}}',
      headers: {
        "Idempotency-Key": "0b9b6f2e-3b43-4c1e-8a0d-4c8b0a3a9d01",
        "X-Gitlab-Event": "Feature Flag Hook",
        "webhook-id": "0b9b6f2e-3b43-4c1e-8a0d-4c8b0a3a9d01",
        "webhook-timestamp": "1767225600",
        "webhook-signature": "v1,tXjilu2alJ1gor68jQN+fH0CJAZZBeNHDoMCqUP4xBk=",
      },
      now,
      expected: {
        type: "feature_flag",
        name: "feature_flag",
        id: "0b9b6f2e-3b43-4c1e-8a0d-4c8b0a3a9d01",
        dedupeKey: "0b9b6f2e-3b43-4c1e-8a0d-4c8b0a3a9d01",
      },
    },
    {
      name: "a push, signed",
      source,
      secret,
      body: '{"object_kind":"push","event_name":"push","ref":"refs/heads/main","project_id":42,"commits":[],"total_commits_count":0}',
      headers: {
        "Idempotency-Key": "0b9b6f2e-3b43-4c1e-8a0d-4c8b0a3a9d02",
        "X-Gitlab-Event": "Push Hook",
        "webhook-id": "0b9b6f2e-3b43-4c1e-8a0d-4c8b0a3a9d02",
        "webhook-timestamp": "1767225600",
        "webhook-signature": "v1,/rcP9LF+KH1axH2+rQ7Aj5GY+uBLN1HJNDrCIfTpcks=",
      },
      now,
      expected: {
        type: "unknown",
        name: "push",
        id: "0b9b6f2e-3b43-4c1e-8a0d-4c8b0a3a9d02",
        dedupeKey: "0b9b6f2e-3b43-4c1e-8a0d-4c8b0a3a9d02",
      },
    },
    {
      name: "a flag that was turned on, by its token",
      source: "our own: a token is not computed (2026-11-29)",
      secret: "glt-secret",
      body: '{"object_kind":"feature_flag","project":{"id":42,"name":"Shop","description":"Sells things","web_url":"https://gitlab.example.com/acme/shop","avatar_url":null,"git_ssh_url":"git@gitlab.example.com:acme/shop.git","git_http_url":"https://gitlab.example.com/acme/shop.git","namespace":"Acme","visibility_level":0,"path_with_namespace":"acme/shop","default_branch":"main","ci_config_path":null},"user":{"id":7,"name":"Ada Byron","username":"ada","avatar_url":null,"email":"ada@example.com"},"user_url":"https://gitlab.example.com/ada","object_attributes":{"id":6,"name":"new-checkout","description":"","active":true}}',
      headers: {
        "Idempotency-Key": "0b9b6f2e-3b43-4c1e-8a0d-4c8b0a3a9d03",
        "X-Gitlab-Event": "Feature Flag Hook",
        "X-Gitlab-Token": "glt-secret",
      },
      expected: { type: "feature_flag", name: "feature_flag", id: "0b9b6f2e-3b43-4c1e-8a0d-4c8b0a3a9d03" },
    },
  ],
  otherSecret: "whsec_Z2l0bGFiLXNpZ25pbmctdG9rZW4tMDAwMDI=",
  unrecognised: [
    { payload: { object_kind: "pipeline" }, expected: "unknown" },
    { payload: { event_name: "project_create" }, expected: "unknown" },
    { payload: { object_kind: "constructor" }, expected: "unknown" },
    { payload: { object_kind: "" }, expected: "schema-mismatch" },
    { payload: { text: "a flag changed" }, expected: "schema-mismatch" },
    { payload: [], expected: "schema-mismatch" },
    { payload: null, expected: "schema-mismatch" },
  ],
};
