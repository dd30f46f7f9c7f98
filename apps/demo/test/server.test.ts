import { expect, test } from "vitest";
import { forgeries, genuine } from "../src/recorded-deliveries.ts";
import { outcomeOf } from "../src/replay.ts";
import { readSecrets } from "../src/secrets.ts";
import { createServer } from "../src/server.ts";

async function answer(
  provider: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  environment = {},
) {
  const app = createServer(readSecrets(environment));
  const response = await app.request(`/webhooks/${provider}`, { method: "POST", headers, body });
  return { status: response.status, outcome: await outcomeOf(response) };
}

test.each([...genuine, ...forgeries])(
  "$provider: $name ends as expected",
  async ({ provider, headers, body, expected }) => {
    expect(await answer(provider, headers, body)).toEqual(expected);
  },
);

function outcomesOf(id: string): readonly string[] {
  return genuine.filter(({ provider }) => provider === id).map(({ expected }) => expected.outcome);
}

test("replays deliveries of every provider, and three forgeries", () => {
  expect(outcomesOf("goff")).toEqual(["export", "notify", "export"]);
  expect(outcomesOf("hypertune")).toEqual(["NEW_COMMIT", "NEW_COMMIT"]);
  expect(outcomesOf("optimizely")).toEqual(["project.datafile_updated"]);
  expect(outcomesOf("github")).toEqual(expect.arrayContaining(["push", "ping", "unknown"]));
  expect(forgeries).toHaveLength(3);
});

test("answers of deliveries that come at one time each say what became of their own", async () => {
  const app = createServer(readSecrets({}));
  const all = [...genuine, ...forgeries];
  const answers = await Promise.all(
    all.map(async ({ provider, headers, body }) =>
      app.request(`/webhooks/${provider}`, { method: "POST", headers, body }),
    ),
  );
  expect(await Promise.all(answers.map(outcomeOf))).toEqual(all.map(({ expected }) => expected.outcome));
});

test("reports each delivery with its provider, accepted or refused", async () => {
  const reported: string[] = [];
  const app = createServer(readSecrets({}), (provider, outcome) => reported.push(`${provider}: ${outcome}`));
  for (const { provider, headers, body } of [genuine[0]!, forgeries[0]!]) {
    await app.request(`/webhooks/${provider}`, { method: "POST", headers, body });
  }
  expect(reported).toEqual(["goff: export", "optimizely: signature-mismatch"]);
});

test("a configured secret replaces the published ones", async () => {
  const [delivery] = genuine;
  const { provider, headers, body } = delivery!;
  expect(await answer(provider, headers, body, { GOFF_WEBHOOK_SECRET: "mine" })).toEqual({
    status: 403,
    outcome: "signature-mismatch",
  });
});

test("answers 404 for a provider it does not have, a prototype's member among them", async () => {
  expect((await answer("stripe", {}, "{}")).status).toBe(404);
  expect((await answer("constructor", {}, "{}")).status).toBe(404);
});
