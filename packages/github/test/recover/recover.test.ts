import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { sign, verify } from "../../src/index.ts";
import { GithubApiError, recoverDeliveries, type RecoverOptions } from "../../src/recover.ts";
import { serveGithub, type ServedAttempt } from "./github-server.ts";

const HOOK = "/repos/octo-org/hello-world/hooks/1";
const now = new Date("2026-11-29T12:00:00Z");
const since = new Date("2026-11-29T10:00:00Z");

let nextId = 3_804_004_623_172_239_300n; // no double holds it
function attempt(
  guid: string,
  time: string,
  status: number,
  more: Partial<ServedAttempt> = {},
): ServedAttempt {
  return {
    id: String((nextId += 1n)),
    guid,
    delivered_at: `2026-11-29T${time}:00Z`,
    redelivery: false,
    status: status === 200 ? "OK" : "Invalid HTTP Response",
    status_code: status,
    event: "push",
    action: null,
    ...more,
  };
}

interface Run {
  readonly options: RecoverOptions;
  readonly slept: number[];
}

/** Options for a server on the loopback, which never really wait. */
function run(apiUrl: string, more: object = {}): Run {
  const slept: number[] = [];
  const options = {
    repo: "octo-org/hello-world",
    token: "ghp_of_this_test",
    since,
    apiUrl,
    now: () => now,
    sleep: async (milliseconds: number) => {
      slept.push(milliseconds);
      return Promise.resolve();
    },
    ...more,
  } as RecoverOptions;
  return { options, slept };
}

function posts(requests: readonly string[]): readonly string[] {
  return requests.filter((one) => one.startsWith("POST "));
}

test("asks for each delivery without a success, once, the oldest first", async () => {
  const [late, early] = [attempt("late", "11:30", 500), attempt("early", "10:30", 502)];
  const fine = attempt("fine", "11:00", 200);
  const { apiUrl, requests, tokens } = await serveGithub({ hooks: { [HOOK]: [late, fine, early] } });
  const { options, slept } = run(apiUrl);
  const { examined, deliveries } = await recoverDeliveries(options);
  expect(examined).toBe(3);
  expect(deliveries).toEqual([
    {
      key: "1/early",
      guid: "early",
      id: early.id,
      hookId: 1,
      event: "push",
      action: undefined,
      deliveredAt: "2026-11-29T10:30:00Z",
      attempts: 1,
      status: "Invalid HTTP Response",
      result: "redelivered",
    },
    expect.objectContaining({ guid: "late", result: "redelivered" }),
  ]);
  expect(posts(requests)).toEqual([
    `POST ${HOOK}/deliveries/${early.id}/attempts`,
    `POST ${HOOK}/deliveries/${late.id}/attempts`,
  ]);
  expect(new Set(tokens)).toEqual(new Set(["Bearer ghp_of_this_test"]));
  expect(slept).toEqual([1000]);
});

test("asks for nothing that a later attempt has delivered", async () => {
  const failed = attempt("a", "10:30", 500);
  const retried = attempt("a", "11:30", 200, { redelivery: true });
  const { apiUrl, requests } = await serveGithub({ hooks: { [HOOK]: [failed, retried] } });
  expect((await recoverDeliveries(run(apiUrl).options)).deliveries).toEqual([]);
  expect(posts(requests)).toEqual([]);
});

test("asks once for a delivery that failed several times, by its last attempt", async () => {
  const first = attempt("a", "10:30", 500);
  const second = attempt("a", "11:30", 0, { redelivery: true, status: "timed out" });
  const { apiUrl, requests } = await serveGithub({ hooks: { [HOOK]: [first, second] } });
  const { deliveries } = await recoverDeliveries(run(apiUrl).options);
  expect(deliveries).toMatchObject([
    { id: second.id, attempts: 2, status: "timed out", deliveredAt: first.delivered_at },
  ]);
  expect(posts(requests)).toHaveLength(1);
});

test("follows a redelivery back to a first attempt before `since`, which may have succeeded", async () => {
  const delivered = attempt("a", "07:00", 200);
  const others = ["09:00", "09:10", "09:20"].map((time) => attempt(time, time, 500));
  const again = attempt("a", "11:00", 500, { redelivery: true });
  const { apiUrl, requests } = await serveGithub({ hooks: { [HOOK]: [delivered, ...others, again] } });
  expect((await recoverDeliveries(run(apiUrl).options)).deliveries).toEqual([]);
  expect(posts(requests)).toEqual([]);
});

test("reads page after page by their cursors, and no page before `since`", async () => {
  const times = ["11:50", "11:40", "11:30", "11:20", "09:50", "09:40", "09:30", "09:20"];
  const attempts = times.map((time) => attempt(time, time, 500));
  const { apiUrl, requests } = await serveGithub({ hooks: { [HOOK]: attempts } });
  const { deliveries } = await recoverDeliveries(run(apiUrl).options);
  expect(deliveries.map(({ guid }) => guid)).toEqual(["11:20", "11:30", "11:40", "11:50"]);
  expect(requests.filter((one) => one.startsWith(`GET ${HOOK}/deliveries?`))).toEqual([
    `GET ${HOOK}/deliveries?per_page=100`,
    `GET ${HOOK}/deliveries?per_page=100&cursor=2`,
    `GET ${HOOK}/deliveries?per_page=100&cursor=4`,
  ]);
});

test("follows no page to another server, which would get the token", async () => {
  const { apiUrl } = await serveGithub({
    hooks: {},
    refuse: () => ({ status: 200, body: [], headers: { link: '<http://evil.invalid/next>; rel="next"' } }),
  });
  await expect(recoverDeliveries(run(apiUrl).options)).rejects.toThrow("another server: not followed");
});

test("looks at every active webhook of a repository, or at the one that is named", async () => {
  const hooks = {
    [HOOK]: [attempt("a", "11:00", 500)],
    "/repos/octo-org/hello-world/hooks/2": [attempt("b", "10:30", 500)],
    "/repos/octo-org/hello-world/hooks/3": [attempt("c", "10:40", 500)],
  };
  const inactive = ["/repos/octo-org/hello-world/hooks/3"];
  const { apiUrl } = await serveGithub({ hooks, inactive });
  const all = await recoverDeliveries(run(apiUrl).options);
  expect(all.deliveries.map(({ guid, hookId }) => [guid, hookId])).toEqual([
    ["b", 2],
    ["a", 1],
  ]);
  const one = await recoverDeliveries(run(apiUrl, { hookId: 3 }).options);
  expect(one.deliveries.map(({ guid }) => guid)).toEqual(["c"]);
});

test.each([
  ["an organization", { org: "octo-org" }, "/orgs/octo-org/hooks/7"],
  ["an app", { app: true }, "/app/hook"],
])("recovers the deliveries of %s", async (_name, target, path) => {
  const failed = attempt("a", "11:00", 500);
  const { apiUrl, requests } = await serveGithub({ hooks: { [path]: [failed] } });
  await recoverDeliveries(run(apiUrl, { repo: undefined, ...target }).options);
  expect(posts(requests)).toEqual([`POST ${path}/deliveries/${failed.id}/attempts`]);
});

test("calls a token function for each request: a JWT is soon over", async () => {
  let count = 0;
  const { apiUrl, tokens } = await serveGithub({ hooks: { "/app/hook": [attempt("a", "11:00", 500)] } });
  const token = async (): Promise<string> => Promise.resolve(`jwt ${(count += 1)}`);
  await recoverDeliveries(run(apiUrl, { repo: undefined, app: true, token }).options);
  expect(tokens).toEqual(["Bearer jwt 1", "Bearer jwt 2"]);
});

describe("the rate limit", () => {
  test.each([
    ["403 with Retry-After", { status: 403, headers: { "retry-after": "30" } }, 30_000],
    ["429 with Retry-After", { status: 429, headers: { "retry-after": "7" } }, 7000],
    [
      "403 with nothing left, until the reset",
      {
        status: 403,
        headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(now.getTime() / 1000 + 90) },
      },
      90_000,
    ],
    ["429 without a word", { status: 429 }, 60_000],
    [
      "403 whose message alone says it",
      { status: 403, body: { message: "You have exceeded a secondary rate limit. Please wait." } },
      60_000,
    ],
  ])("waits after %s, and goes on", async (_name, refusal, waitMs) => {
    const failed = attempt("a", "11:00", 500);
    const heard: number[] = [];
    const { apiUrl, requests } = await serveGithub({
      hooks: { [HOOK]: [failed] },
      refuse: ({ count }) => (count === 2 || count === 4 ? refusal : undefined),
    });
    const { options, slept } = run(apiUrl, { onWait: (milliseconds: number) => heard.push(milliseconds) });
    const { deliveries } = await recoverDeliveries(options);
    expect(deliveries).toMatchObject([{ result: "redelivered" }]);
    expect(slept).toEqual([waitMs, waitMs]);
    expect(heard).toEqual([waitMs, waitMs]);
    expect(posts(requests)).toHaveLength(2); // the first one was not taken
  });

  test("ends the run when it does not end", async () => {
    const { apiUrl } = await serveGithub({
      hooks: {},
      refuse: () => ({ status: 429, headers: { "retry-after": "1" } }),
    });
    const { options, slept } = run(apiUrl);
    await expect(recoverDeliveries(options)).rejects.toMatchObject({ name: "GithubApiError", status: 429 });
    expect(slept).toEqual([1000, 1000, 1000, 1000, 1000]);
  });
});

test("waits twice as long each time where GitHub says nothing of how long", async () => {
  const { apiUrl } = await serveGithub({ hooks: {}, refuse: () => ({ status: 429 }) });
  const { options, slept } = run(apiUrl);
  await expect(recoverDeliveries(options)).rejects.toMatchObject({ status: 429 });
  expect(slept).toEqual([60_000, 120_000, 240_000, 480_000, 960_000]);
});

test("a webhook's delivery is not seen to because another webhook got the same event", async () => {
  const other = "/repos/octo-org/hello-world/hooks/2";
  const hooks = { [HOOK]: [attempt("a", "11:00", 500)], [other]: [attempt("a", "11:00", 500)] };
  const { apiUrl } = await serveGithub({ hooks });
  const { deliveries } = await recoverDeliveries(run(apiUrl, { done: ["1/a"] }).options);
  expect(deliveries.map(({ key, result }) => [key, result])).toEqual([
    ["1/a", "skipped"],
    ["2/a", "redelivered"],
  ]);
});

test("goes on after one that GitHub does not redeliver, and says why", async () => {
  const [a, b] = [attempt("a", "10:30", 500), attempt("b", "11:00", 500)];
  const { apiUrl } = await serveGithub({
    hooks: { [HOOK]: [a, b] },
    refuse: ({ method, url }) =>
      method === "POST" && url.includes(a.id) ? { status: 422, body: { message: "too old" } } : undefined,
  });
  expect((await recoverDeliveries(run(apiUrl).options)).deliveries).toMatchObject([
    { guid: "a", result: "failed", reason: expect.stringContaining("gave 422: too old") },
    { guid: "b", result: "redelivered" },
  ]);
});

test("never asks twice for one delivery, even if nobody knows whether it was heard", async () => {
  const failed = attempt("a", "10:30", 500);
  const { apiUrl, requests } = await serveGithub({
    hooks: { [HOOK]: [failed] },
    refuse: ({ method }) => (method === "POST" ? { status: 502 } : undefined),
  });
  expect((await recoverDeliveries(run(apiUrl).options)).deliveries).toMatchObject([{ result: "failed" }]);
  expect(posts(requests)).toHaveLength(1);
});

test("goes on where another run ended", async () => {
  const attempts = ["10:30", "10:40", "10:50"].map((time) => attempt(time, time, 500));
  const { apiUrl, requests } = await serveGithub({ hooks: { [HOOK]: attempts } });
  const stop = new AbortController();
  const done: string[] = [];
  const first = run(apiUrl, {
    signal: stop.signal,
    onDelivery: ({ key }: { readonly key: string }) => {
      done.push(key);
      if (done.length === 2) stop.abort(new Error("stopped"));
    },
  });
  await expect(recoverDeliveries(first.options)).rejects.toThrow("stopped");
  const { deliveries } = await recoverDeliveries(run(apiUrl, { done }).options);
  expect(deliveries.map(({ guid, result }) => [guid, result])).toEqual([
    ["10:30", "skipped"],
    ["10:40", "skipped"],
    ["10:50", "redelivered"],
  ]);
  expect(posts(requests)).toEqual(attempts.map(({ id }) => `POST ${HOOK}/deliveries/${id}/attempts`));
});

test("lists what is lost in a dry run, and asks for nothing", async () => {
  const { apiUrl, requests } = await serveGithub({ hooks: { [HOOK]: [attempt("a", "11:00", 500)] } });
  expect((await recoverDeliveries(run(apiUrl, { dryRun: true }).options)).deliveries).toMatchObject([
    { result: "listed" },
  ]);
  expect(posts(requests)).toEqual([]);
});

describe("sending them itself", () => {
  const secret = "the webhook's secret";
  const payload = {
    ref: "refs/heads/main",
    before: "a",
    after: "b",
    commits: [],
    pusher: { name: "ö" },
    repository: null,
  };
  const compact = JSON.stringify(payload);

  async function recoverTo(
    body: string,
    contentType = "application/json",
    json = compact,
  ): Promise<{
    readonly deliveries: unknown;
    readonly received: { readonly headers: Readonly<Record<string, string>>; readonly body: string }[];
    readonly requests: readonly string[];
  }> {
    const received: { headers: Record<string, string>; body: string }[] = [];
    const receiver = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        received.push({
          headers: request.headers as Record<string, string>,
          body: Buffer.concat(chunks).toString(),
        });
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      receiver.closeAllConnections();
      receiver.close();
    });
    const headers = { ...sign(body, { secret, name: "push", id: "a" }), "content-type": contentType };
    const failed = attempt("a", "11:00", 500, { request: { headers, payload: { $json: json } } });
    const { apiUrl, requests } = await serveGithub({ hooks: { [HOOK]: [failed] } });
    const to = { url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`, secret };
    const { deliveries } = await recoverDeliveries(run(apiUrl, { to }).options);
    return { deliveries, received, requests };
  }

  test.each([
    ["the JSON that was signed", compact, "application/json"],
    [
      "the form that was signed",
      new URLSearchParams({ payload: compact }).toString(),
      "application/x-www-form-urlencoded",
    ],
  ])("sends %s, with GitHub's own signature", async (_name, body, contentType) => {
    const { deliveries, received, requests } = await recoverTo(body, contentType);
    expect(deliveries).toMatchObject([{ guid: "a", result: "sent" }]);
    expect(received).toHaveLength(1);
    expect(received[0]!.body).toBe(body);
    expect(received[0]!.headers).toMatchObject({
      "x-github-delivery": "a",
      "x-github-event": "push",
      "content-type": contentType,
      "x-hub-signature-256": sign(body, { secret, name: "push" })["x-hub-signature-256"],
    });
    expect(posts(requests)).toEqual([]);
  });

  test("signs anew what GitHub printed otherwise, and says so", async () => {
    const { deliveries, received } = await recoverTo(JSON.stringify(payload, null, 1));
    expect(deliveries).toMatchObject([{ result: "resigned" }]);
    const [delivery] = received;
    expect(delivery!.body).toBe(compact);
    expect(() => verify(delivery!, { secret })).not.toThrow(/signature/);
    expect(delivery!.headers).toMatchObject({ "x-github-event": "push", "x-github-delivery": "a" });
  });

  test("keeps the digits of numbers that JavaScript would round or print otherwise", async () => {
    const exact =
      '{"ref":"\\"id\\":12345678901234567890","big":12345678901234567890,"float":1.0,"small":-2e-7}';
    const { received, deliveries } = await recoverTo(exact, "application/json", exact);
    expect(deliveries).toMatchObject([{ result: "sent" }]);
    expect(received[0]!.body).toBe(exact);
  });

  test("says that GitHub no longer has what it sent", async () => {
    const failed = attempt("a", "11:00", 500, { request: { headers: null, payload: null } });
    const { apiUrl } = await serveGithub({ hooks: { [HOOK]: [failed] } });
    const to = { url: `${apiUrl}/not-there`, secret };
    expect((await recoverDeliveries(run(apiUrl, { to }).options)).deliveries).toMatchObject([
      { result: "failed", reason: "GitHub no longer has its headers and its payload" },
    ]);
  });

  test("says that the receiver did not accept it", async () => {
    const headers = sign(compact, { secret, name: "push", id: "a" });
    const failed = attempt("a", "11:00", 500, { request: { headers, payload } });
    const { apiUrl } = await serveGithub({ hooks: { [HOOK]: [failed] } });
    const to = { url: `${apiUrl}/not-there`, secret };
    expect((await recoverDeliveries(run(apiUrl, { to }).options)).deliveries).toMatchObject([
      { result: "failed", reason: "the receiver responded with 404" },
    ]);
  });

  test("says that nothing listens", async () => {
    const headers = sign(compact, { secret, name: "push", id: "a" });
    const failed = attempt("a", "11:00", 500, { request: { headers, payload } });
    const { apiUrl } = await serveGithub({ hooks: { [HOOK]: [failed] } });
    const to = { url: "http://127.0.0.1:1/", secret };
    expect((await recoverDeliveries(run(apiUrl, { to }).options)).deliveries).toMatchObject([
      { result: "failed", reason: expect.stringContaining("fetch failed: ") },
    ]);
  });
});

test.each([
  [401, "Is the token right"],
  [403, "May the token read and write webhooks?"],
  [404, "when a token may not see webhooks"],
])("a refusal with %i ends the run, with a hint and without the token", async (status, hint) => {
  const { apiUrl } = await serveGithub({ hooks: {}, refuse: () => ({ status, body: { message: "No." } }) });
  const error: unknown = await recoverDeliveries(run(apiUrl).options).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(GithubApiError);
  expect(error).toMatchObject({ status, message: expect.stringContaining(hint) });
  expect((error as Error).message).not.toContain("ghp_of_this_test");
});

test.each([
  ["no target", { repo: undefined }, "one of repo, org and app"],
  ["two targets", { org: "o" }, "one of repo, org and app"],
  ["a repository without its owner", { repo: "hello-world" }, '"owner/name"'],
  ["no token", { token: "" }, "Is its environment variable set?"],
  ["a token with a line break", { token: "ghp_a\n" }, "Was it copied whole?"],
  ["a webhook of an app", { repo: undefined, app: true, hookId: 1 }, "leave hookId out"],
  ["no Date", { since: "2h" }, "must be a Date"],
  ["a time to come", { since: new Date(now.getTime() + 1) }, "in the past"],
  ["a time that a server no longer keeps", { since: new Date(now.getTime() - 8 * 86_400_000) }, "for 7 days"],
  [
    "a time that github.com no longer keeps",
    { since: new Date(now.getTime() - 4 * 86_400_000), apiUrl: "https://api.github.com" },
    "for 3 days (a server of your own: 7",
  ],
  ["a receiver without a secret", { to: { url: "http://a", secret: "" } }, "{ url, secret }"],
  ["an option that is not there", { sinc: now }, 'no option "sinc"'],
])("%s is a TypeError", async (_name, change, message) => {
  const wrong = recoverDeliveries(run("http://127.0.0.1:1", change).options);
  await expect(wrong).rejects.toBeInstanceOf(TypeError);
  await expect(wrong).rejects.toThrow(message);
});
