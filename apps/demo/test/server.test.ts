import { expect, test } from "vitest";
import { forgeries, genuine } from "../src/recorded-deliveries.ts";
import { resultOf } from "../src/replay.ts";
import { readSecrets } from "../src/secrets.ts";
import { createServer } from "../src/server.ts";

async function receive(
  provider: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  environment = {},
) {
  const app = createServer(readSecrets(environment));
  const response = await app.request(`/webhooks/${provider}`, { method: "POST", headers, body });
  return { status: response.status, result: await resultOf(response) };
}

test.each([...genuine, ...forgeries])(
  "$provider: $name ends as expected",
  async ({ provider, headers, body, expected }) => {
    expect(await receive(provider, headers, body)).toEqual(expected);
  },
);

function resultsOf(id: string): readonly string[] {
  return genuine.filter(({ provider }) => provider === id).map(({ expected }) => expected.result);
}

test("replays deliveries of every provider, and three forgeries", () => {
  expect(resultsOf("goff")).toEqual(["export", "notify", "export"]);
  expect(resultsOf("hypertune")).toEqual(["NEW_COMMIT", "NEW_COMMIT"]);
  expect(resultsOf("optimizely")).toEqual(["project.datafile_updated"]);
  expect(resultsOf("github")).toEqual(expect.arrayContaining(["push", "ping", "unknown"]));
  expect(forgeries).toHaveLength(3);
});

test("responses to deliveries that come at one time each say what became of their own", async () => {
  const app = createServer(readSecrets({}));
  const all = [...genuine, ...forgeries];
  const responses = await Promise.all(
    all.map(async ({ provider, headers, body }) =>
      app.request(`/webhooks/${provider}`, { method: "POST", headers, body }),
    ),
  );
  expect(await Promise.all(responses.map(resultOf))).toEqual(all.map(({ expected }) => expected.result));
});

test("reports each delivery with its provider, accepted or refused", async () => {
  const reported: string[] = [];
  const app = createServer(readSecrets({}), (provider, result) => reported.push(`${provider}: ${result}`));
  for (const { provider, headers, body } of [genuine[0]!, forgeries[0]!]) {
    await app.request(`/webhooks/${provider}`, { method: "POST", headers, body });
  }
  expect(reported).toEqual(["goff: export", "optimizely: signature-mismatch"]);
});

test("a configured secret replaces the published ones", async () => {
  const [delivery] = genuine;
  const { provider, headers, body } = delivery!;
  expect(await receive(provider, headers, body, { GOFF_WEBHOOK_SECRET: "mine" })).toEqual({
    status: 403,
    result: "signature-mismatch",
  });
});

test("responds 404 for a provider it does not have, even for a prototype's member", async () => {
  expect((await receive("stripe", {}, "{}")).status).toBe(404);
  expect((await receive("constructor", {}, "{}")).status).toBe(404);
});
