import type { Provider } from "@flaghook/core";
import { github } from "@flaghook/github";
import { goff } from "@flaghook/goff";
import { hypertune } from "@flaghook/hypertune";
import { createInbox, type Inbox, type Store } from "@flaghook/inbox";
import { memoryStore } from "@flaghook/inbox/memory";
import { optimizely } from "@flaghook/optimizely";
import { signedDelivery } from "@flaghook/testing";
import { describe, expect, it } from "vitest";
import { createReceiver } from "../../src/index.ts";

const secret = "a secret for tests";
const commit = { id: "c1", type: "NEW_COMMIT", project: { id: "1" }, commit: { id: "2" } };
const notice = { meta: { hostname: "relay" }, flags: { deleted: {}, added: {}, updated: {} } };
const datafile = {
  timestamp: 1,
  project_id: 7,
  event: "project.datafile_updated",
  data: { revision: 13, environment: "Production", origin_url: "https://x", cdn_url: "https://x" },
};

const dispatch = {
  ref: "refs/heads/main",
  workflow: ".github/workflows/release.yml",
  inputs: null,
  repository: {
    id: 1,
    full_name: "a/b",
    html_url: "https://x",
    url: "https://x",
    name: "b",
    owner: { id: 1, login: "a" },
    default_branch: "main",
    private: false,
    fork: false,
    has_downloads: true,
    has_issues: true,
    has_pages: false,
    has_wiki: true,
    size: 0,
    forks_count: 0,
    open_issues_count: 0,
    stargazers_count: 0,
    watchers_count: 0,
  },
  sender: { id: 1, login: "a" },
};

/** What the receiver responds to a payload, over and over. */
async function statuses(
  provider: Provider,
  inbox: Inbox,
  ...payloads: readonly unknown[]
): Promise<number[]> {
  const receive = createReceiver({ provider, secret, inbox, onError: () => {} });
  const responses = [];
  for (const payload of payloads)
    responses.push((await receive(signedDelivery(provider, payload, { secret }))).status);
  return responses;
}

describe("behind an adapter", () => {
  it("an accepted delivery and its duplicate are both 2xx, and one is kept", async () => {
    const inbox = createInbox({ store: memoryStore() });
    const responses = await statuses(hypertune, inbox, commit, { ...commit, commit: { id: "3" } });
    expect(responses.every((status) => status >= 200 && status < 300)).toBe(true);
    expect(await inbox.counts()).toEqual({ pending: 1, running: 0, done: 0, dead: 0 });
  });

  it("a schema-mismatch is 2xx, and kept dead", async () => {
    const inbox = createInbox({ store: memoryStore() });
    const [status] = await statuses(hypertune, inbox, { id: "c1", type: "NEW_COMMIT" });
    expect(status).toBeLessThan(300);
    const [row] = await inbox.list({ state: "dead" });
    expect(row?.reason).toBe("schema-mismatch");
  });

  it("a store that cannot write is a 5xx, so that the provider sends again", async () => {
    const store: Store = { ...memoryStore(), commit: () => Promise.reject(new Error("disk full")) };
    expect(await statuses(hypertune, createInbox({ store }), commit)).toEqual([500]);
  });

  it("a body over the store's maxBytes is 413", async () => {
    const store: Store = { ...memoryStore(), maxBytes: 10 };
    expect(await statuses(hypertune, createInbox({ store }), commit)).toEqual([413]);
  });
});

describe("the providers' own rules", () => {
  it("Optimizely: a revision is one event, whatever its timestamp", async () => {
    const inbox = createInbox({ store: memoryStore() });
    const next = { ...datafile, data: { ...datafile.data, revision: 14 } };
    await statuses(optimizely, inbox, datafile, { ...datafile, timestamp: 2 }, next);
    expect((await inbox.counts()).pending).toBe(2);
  });

  it("GO Feature Flag: each equal notice is a new occurrence", async () => {
    const inbox = createInbox({ store: memoryStore() });
    await statuses(goff, inbox, notice, notice, notice);
    expect(await inbox.counts()).toEqual({ pending: 3, running: 0, done: 0, dead: 0 });
  });

  it.each([
    {
      name: "anything_else",
      counts: { pending: 1, dead: 1 },
      what: "is kept aside under another delivery id",
    },
    {
      name: "workflow_dispatch",
      counts: { pending: 2, dead: 0 },
      what: "is another occurrence under another delivery id",
    },
  ])("GitHub: the same $name $what, and a duplicate under its own", async ({ name, counts }) => {
    const inbox = createInbox({ store: memoryStore() });
    const receive = createReceiver({ provider: github, secret, inbox });
    for (const id of ["a", "b", "a", "b"]) {
      const { status } = await receive(signedDelivery(github, dispatch, { secret, name, id }));
      expect(status).toBeLessThan(300);
    }
    expect(await inbox.counts()).toMatchObject(counts);
  });

  it("handlers get the provider's own event, made again from the stored bytes", async () => {
    const inbox = createInbox({ store: memoryStore() });
    const seen: unknown[] = [];
    inbox.handle(hypertune, (event) => {
      if (event.type === "NEW_COMMIT") seen.push(event.payload.commit.id);
    });
    inbox.handle(goff, (event) => seen.push(event.type));
    await inbox.start();
    await statuses(hypertune, inbox, commit);
    await statuses(goff, inbox, notice);
    await expect.poll(() => seen).toEqual(["2", "notify"]);
    await inbox.stop();
  });
});
