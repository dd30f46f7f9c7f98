import { expect, test } from "vitest";
import { forgeries, genuine } from "../src/recorded-deliveries.ts";
import { readSecrets } from "../src/secrets.ts";
import { createServer } from "../src/server.ts";

async function answer(
  provider: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  environment = {},
) {
  const outcomes: string[] = [];
  const app = createServer(readSecrets(environment), (_provider, outcome) => outcomes.push(outcome));
  const response = await app.request(`/webhooks/${provider}`, { method: "POST", headers, body });
  return { status: response.status, outcome: outcomes.join() };
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
