import type { ProviderVectors } from "@flaghook/testing";

const secret = "It's a Secret to Everybody";

/** The body of a push, in the form of GitHub's example, with what every push has. */
export const pushBody =
  '{"ref":"refs/heads/main","before":"6113728f27ae82c7b1a177c8d03f9e96e0adf246","after":"59b20b8d5c6ff8d09518216e87bba4e2df8e1e2d","repository":{"id":135493233,"name":"Hello-World","full_name":"Codertocat/Hello-World","html_url":"https://github.com/Codertocat/Hello-World","owner":{"name":"Codertocat","email":"octocat@github.com","login":"Codertocat","id":21031067},"private":false,"fork":false,"url":"https://github.com/Codertocat/Hello-World","size":0,"stargazers_count":1,"watchers_count":1,"has_issues":true,"has_downloads":true,"has_wiki":true,"has_pages":true,"forks_count":1,"open_issues_count":2,"default_branch":"main"},"pusher":{"name":"Codertocat","email":"octocat@github.com"},"sender":{"login":"Codertocat","id":21031067},"created":false,"deleted":false,"forced":false,"base_ref":null,"compare":"https://github.com/Codertocat/Hello-World/compare/6113728f27ae...59b20b8d5c6f","commits":[],"head_commit":null}';

/** A ping sent as a form, with a percent sign, a space and a heart in it. */
export const formBody =
  "payload=%7B%22zen%22%3A%22Design+for+failure.+100+%25+%E2%99%A5%22%2C%22hook_id%22%3A109948940%2C%22hook%22%3A%7B%22type%22%3A%22Repository%22%2C%22id%22%3A109948940%2C%22name%22%3A%22web%22%2C%22active%22%3Atrue%2C%22events%22%3A%5B%22%2A%22%5D%7D%2C%22sender%22%3A%7B%22login%22%3A%22Codertocat%22%2C%22id%22%3A21031067%7D%7D";

const documentation =
  "https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries (checked 2026-11-21)";
const methods = "https://github.com/octokit/webhooks-methods.js/blob/v6.0.0/test (checked 2026-11-21)";

/**
 * GitHub's own vector and three of Octokit's sign bodies that are no events. The first two are
 * signed with Python's hmac.
 */
export const vectors: ProviderVectors = {
  genuine: [
    {
      name: "a push",
      source: "derived: the secret of GitHub's documentation, signed with Python's hmac (2026-11-21)",
      secret,
      body: pushBody,
      headers: {
        "X-GitHub-Event": "push",
        "X-GitHub-Delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
        "X-Hub-Signature": "sha1=0f16e7a968463a7e80303263816f9c2f0d5d7c3f",
        "X-Hub-Signature-256": "sha256=d08dc2ab9386f86afc5576506102e722a43e3df4e8e55fc405c6244a8923d8c7",
      },
      expected: {
        type: "push",
        name: "push",
        id: "72d3162e-cc78-11e3-81ab-4c9367dc0958",
        dedupeKey: "sha256:0f61ffe759ff89b222916361599bdd7ea822a6c829d9ee387b7909adfae774be",
      },
    },
    {
      name: "a ping sent as a form",
      source: "derived: signed over the form with Python's hmac (2026-11-21)",
      secret,
      body: formBody,
      headers: {
        "X-GitHub-Event": "ping",
        "X-Hub-Signature-256": "sha256=69d09bfdf3185aafd07f7f120462c1e33e94bc7318f35499bca8e2300779f1ef",
      },
      expected: {
        type: "ping",
        name: "ping",
        dedupeKey: "sha256:e42a04f09e96e1d530d0cf586f116c8ed37a61aa5ae101bcf9dfc1ca33f07374",
      },
    },
    {
      name: "GitHub's published example, which is not JSON",
      source: documentation,
      secret,
      body: "Hello, World!",
      headers: {
        "X-GitHub-Event": "push",
        "X-Hub-Signature-256": "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
      },
      expected: "invalid-json",
    },
    {
      name: "Octokit's object, under a name that GitHub does not have",
      source: methods,
      secret: "mysecret",
      body: '{"foo":"bar"}',
      headers: {
        "X-GitHub-Event": "foo",
        "X-Hub-Signature-256": "sha256=4864d2759938a15468b5df9ade20bf161da9b4f737ea61794142f3484236bda3",
      },
      expected: { type: "unknown", name: "foo" },
    },
    {
      name: "Octokit's object, as a push",
      source: methods,
      secret: "mysecret",
      body: '{"foo":"bar"}',
      headers: {
        "X-GitHub-Event": "push",
        "X-Hub-Signature-256": "sha256=4864d2759938a15468b5df9ade20bf161da9b4f737ea61794142f3484236bda3",
      },
      expected: "schema-mismatch",
    },
    {
      name: "Octokit's bare word",
      source: methods,
      secret: "secret",
      body: "data",
      headers: {
        "X-GitHub-Event": "push",
        "X-Hub-Signature-256": "sha256=1b2c16b75bd2a870c114153ccda5bcfca63314bc722fa160d690de133ccbb9db",
      },
      expected: "invalid-json",
    },
  ],
  altered: [
    {
      name: "the form decoded before it is verified",
      of: "a ping sent as a form",
      body: decodeURIComponent(formBody),
    },
  ],
  unrecognised: [
    { name: "unheard_of", payload: { action: "created" }, expected: "unknown" },
    { name: "toString", payload: {}, expected: "unknown" },
    { name: "__proto__", payload: {}, expected: "unknown" },
    { name: "issues", payload: { action: "teleported" }, expected: "unknown" },
    { name: "issues", payload: { action: "constructor" }, expected: "unknown" },
    { name: "public", payload: { action: "created" }, expected: "unknown" },
    { name: "unheard_of", payload: null, expected: "unknown" },
    { name: "issues", payload: {}, expected: "schema-mismatch" },
    { name: "issues", payload: { action: 1 }, expected: "schema-mismatch" },
    { name: "issues", payload: [], expected: "schema-mismatch" },
    { name: "push", payload: "[".repeat(100_000) + "]".repeat(100_000), expected: "schema-mismatch" },
    { name: "issues", payload: { action: "opened" }, expected: "schema-mismatch" },
    { name: "push", payload: null, expected: "schema-mismatch" },
    { name: "repository_dispatch", payload: { branch: "main" }, expected: "schema-mismatch" },
  ],
};
