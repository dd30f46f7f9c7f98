import { describe, expect, it } from "vitest";
import { github, sign, verify, WebhookError } from "../src/index.ts";
import { pushBody } from "./vectors.ts";

const secret = "secret";

function deliver(name: string, payload: unknown, extra: Record<string, string> = {}) {
  const body = typeof payload === "string" ? payload : JSON.stringify(payload);
  return verify({ headers: { ...sign(body, { secret, name, id: "an-id" }), ...extra }, body }, { secret });
}

describe("headers", () => {
  it("give the event's own fields, whatever their case", () => {
    const event = deliver("push", pushBody, {
      "X-GitHub-Hook-ID": "292430182",
      "x-github-hook-installation-target-id": "79929171",
      "X-Github-Hook-Installation-Target-Type": "repository",
      "X-GitHub-Enterprise-Host": "github.example.com",
      "X-GitHub-Enterprise-Version": "3.19.1",
    });
    expect(event).toMatchObject({
      provider: "github",
      id: "an-id",
      hookId: "292430182",
      installationTargetId: "79929171",
      installationTargetType: "repository",
      enterpriseHost: "github.example.com",
      enterpriseVersion: "3.19.1",
    });
  });

  it("that are absent leave their fields undefined", () => {
    const { hookId, installationTargetId, installationTargetType, enterpriseHost, enterpriseVersion } =
      deliver("push", pushBody);
    expect([hookId, installationTargetId, installationTargetType, enterpriseHost, enterpriseVersion]).toEqual(
      Array.from({ length: 5 }, () => undefined),
    );
  });

  it("are kept for a stored delivery, the signatures never", () => {
    expect([...github.storedHeaders].sort()).toEqual([
      "x-github-delivery",
      "x-github-enterprise-host",
      "x-github-enterprise-version",
      "x-github-event",
      "x-github-hook-id",
      "x-github-hook-installation-target-id",
      "x-github-hook-installation-target-type",
    ]);
  });

  it("the SHA-1 signature alone is no signature", () => {
    const { "x-hub-signature-256": _, ...headers } = sign(pushBody, { secret, name: "push" });
    expect(headers["x-hub-signature"]).toMatch(/^sha1=[0-9a-f]{40}$/);
    const result = github.safeVerify({ headers, body: pushBody }, { secret });
    expect(!result.ok && result.error.code).toBe("missing-signature");
  });
});

describe("events without a listed action", () => {
  it("repository_dispatch takes any action: the caller names it", () => {
    const repository = (JSON.parse(pushBody) as { repository: object }).repository;
    const payload = {
      action: "whatever I like",
      branch: "main",
      client_payload: null,
      repository,
      sender: { login: "a", id: 1 },
    };
    const event = deliver("repository_dispatch", payload);
    expect(event.type === "repository_dispatch" && event.payload.action).toBe("whatever I like");
  });

  it("a push that comes with an action is a push: GitHub may add one any day", () => {
    const event = deliver("push", { ...(JSON.parse(pushBody) as object), action: "created" });
    expect([event.type, event.name]).toEqual(["push", "push"]);
  });

  it("a public event that comes with an action is unknown: without it a star would pass", () => {
    const { repository, sender } = JSON.parse(pushBody) as Record<string, object>;
    expect(deliver("public", { repository, sender }).type).toBe("public");
    expect(deliver("public", { repository, sender, action: "created" }).type).toBe("unknown");
  });

  it("a push of an old server, whose owner has no login, is refused with its place", () => {
    const payload = JSON.parse(pushBody) as { repository: { owner: object } };
    payload.repository.owner = { name: "octocat", email: "octocat@github.com" };
    const body = JSON.stringify(payload);
    const result = github.safeVerify({ headers: sign(body, { secret, name: "push" }), body }, { secret });
    expect(!result.ok && result.error.issues?.map(({ path }) => path.join("."))).toEqual([
      "repository.owner.login",
      "repository.owner.id",
    ]);
  });
});

describe("dedupe", () => {
  it("is a digest of the body, as GitHub signs no id", () => {
    expect(deliver("push", pushBody).dedupe).toEqual({ kind: "digest", repeatable: false });
    expect(github.eventId).toEqual({ header: "x-github-delivery", signed: false });
  });

  it("knows the events that repeat byte for byte", () => {
    const repeatable = Object.entries(github.events)
      .filter(([, { dedupe }]) => dedupe.repeatable)
      .map(([name]) => name);
    expect(repeatable).toEqual(
      expect.arrayContaining(["workflow_dispatch", "repository_dispatch", "membership", "org_block"]),
    );
    expect(repeatable).not.toContain("push");
    expect(github.events["team"]?.repeatableActions).toEqual(expect.arrayContaining(["edited"]));
    expect(github.events["team"]?.repeatableActions).not.toContain("created");
    expect(github.events["organization"]?.repeatableActions).toEqual(expect.arrayContaining(["renamed"]));
  });
});

describe("the event's name is not signed", () => {
  it("so a payload of one event under the name of another is refused where its keys tell", () => {
    const body = JSON.stringify({ ...(JSON.parse(pushBody) as object), ref: "main", ref_type: "branch" });
    const result = github.safeVerify({ headers: sign(body, { secret, name: "create" }), body }, { secret });
    expect(!result.ok && WebhookError.is(result.error) && result.error.code).toBe("schema-mismatch");
  });
});
