import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { providerPackages } from "../../../tools/workspace/workspace.ts";
import type { ChangesPage, Status } from "../src/api/contract.ts";
import { sentenceOf } from "../src/model/line.ts";
import { providers } from "../src/providers.ts";
import { generateSecret, readSecrets, variableOf } from "../src/secrets.ts";
import { openTestRadar } from "./open-test-radar.ts";

const nothingKept = {
  read: () => Promise.resolve(undefined),
  keep: (_provider: string, secret: string) => Promise.resolve(secret),
};

test("every provider of every package has a receiver and a variable of its own", async () => {
  const ids = providers.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(providerPackages().map(({ id }) => id)));
  expect(ids).toContain("statsig-precommit"); // the second provider of a package
  expect(new Set(ids).size).toBe(ids.length);
  const radar = await openTestRadar();
  const { receivers } = await radar.get<Status>("/api/status");
  expect(receivers).toEqual(
    ids.map((id) => ({ provider: id, path: `/webhooks/${id}`, variable: variableOf(id) })),
  );
});

test("the recorded deliveries of every package are lines, each a sentence", async () => {
  const radar = await openTestRadar();
  await radar.addSamples();
  const { lines } = await radar.get<ChangesPage>("/api/changes?limit=1000");
  const recorded = providerPackages().filter(({ folder }) => existsSync(join(folder, "test/vectors.ts")));
  const seen = new Set(lines.map(({ provider }) => provider));
  expect(recorded.map(({ id }) => id).filter((id) => !seen.has(id))).toEqual([]);
  expect(lines.map(sentenceOf).filter((sentence) => !/^\S.*\S$/.test(sentence))).toEqual([]);
});

test.each(providers.map((provider) => [provider.id, provider] as const))(
  "a secret that is generated for %s signs, and verifies",
  (_id, provider) => {
    const secret = generateSecret(provider);
    const headers = provider.sign("{}", { secret, name: "event" });
    expect(() => provider.verifySignature({ headers, body: "{}" }, { secret })).not.toThrow();
  },
);

test("a secret of the environment in a form that its provider cannot have is said with its variable", async () => {
  const environment = { STANDARD_WEBHOOKS_WEBHOOK_SECRET: "plain text" };
  await expect(readSecrets(providers, environment, nothingKept)).rejects.toThrow(
    /^STANDARD_WEBHOOKS_WEBHOOK_SECRET: .*whsec_/,
  );
});
