import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Provider } from "../../../packages/core/src/index.ts";
import { github } from "../../../packages/github/src/index.ts";
import { goff } from "../../../packages/goff/src/index.ts";
import { hypertune } from "../../../packages/hypertune/src/index.ts";
import { createInbox } from "../../../packages/inbox/src/index.ts";
import { memoryStore } from "../../../packages/inbox/src/memory.ts";
import { optimizely } from "../../../packages/optimizely/src/index.ts";
import * as samples from "../../../packages/testing/src/samples.ts";
import { secretOf } from "../../../tools/test-support/secret-of.ts";
import { providerPackages, root } from "../../../tools/workspace/workspace.ts";

const ROW = /^\| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$/;

const readme = readFileSync(join(root, "packages/inbox/README.md"), "utf8");

/** The README's table of replays, by its first column. */
const table = new Map(
  readme
    .split("\n## Replays\n")[1]!
    .split("\n\n")[1]!
    .split("\n")
    .slice(2)
    .map((line) => {
      const [, event, ...cells] = ROW.exec(line)!;
      return [event!, cells] as const;
    }),
);

const { project } = samples.optimizely;

const rows: readonly {
  readonly row: string;
  readonly provider: Provider;
  readonly payload: object;
  readonly name?: string;
}[] = [
  { row: "GitHub", provider: github, payload: samples.github.push, name: "push" },
  {
    row: "GitHub, `workflow_dispatch` and others that repeat",
    provider: github,
    payload: samples.github.workflow_dispatch,
    name: "workflow_dispatch",
  },
  { row: "GO Feature Flag, exporter", provider: goff, payload: samples.goff.export },
  { row: "GO Feature Flag, `notify`", provider: goff, payload: samples.goff.notify },
  { row: "Optimizely, datafile and snippet", provider: optimizely, payload: project.datafile_updated },
  { row: "Optimizely, datafile and snippet", provider: optimizely, payload: project.snippet_updated },
  { row: "Optimizely, the others", provider: optimizely, payload: project.flag_updated },
  { row: "Hypertune", provider: hypertune, payload: samples.hypertune.NEW_COMMIT },
];

test("the README's table of replays has a row for each kind of event, and no other", () => {
  expect(new Set(rows.map(({ row }) => row))).toEqual(new Set(table.keys()));
});

test.each(rows)("the README's table of replays says what becomes of $row", async ({ row, ...sent }) => {
  const [knownBy, anotherId, noId] = table.get(row)!;
  const { provider, payload, name } = sent;
  const body = JSON.stringify(payload);
  const secret = secretOf(provider);
  const headersOf = (id: string | undefined): Record<string, string | undefined> => {
    const signed = provider.sign(body, { secret, ...(name !== undefined && { name }) });
    return { ...signed, ...(provider === github && { "x-github-delivery": id }) };
  };
  const isDigest = knownBy!.startsWith("digest");
  expect(provider.verify({ headers: headersOf("a"), body }, { secret }).dedupe).toMatchObject({
    kind: isDigest ? "digest" : "identity",
    repeatable: knownBy!.includes("repeatable"),
  });

  /** Gives the acceptance of the second of two deliveries, and how many wait to run then. */
  async function sendTwice(ids: readonly (string | undefined)[]): Promise<[string, number]> {
    const inbox = createInbox({ store: memoryStore() });
    let acceptance = "";
    for (const id of ids) {
      const delivery = { headers: headersOf(id), body };
      acceptance = await inbox.accept(provider.verify(delivery, { secret }), delivery);
    }
    return [acceptance, (await inbox.counts()).pending];
  }

  const again = await sendTwice([undefined, undefined]);
  expect([noId, again]).toBeOneOf([
    ["duplicate", ["duplicate", 1]],
    ["a new occurrence", ["accepted", 2]],
  ]);
  const kept = ["kept aside as a replay", ["replay", 1]];
  const handled = ["handled, with `context.replay`", ["replay", 2]];
  const without = [isDigest ? "it sends none" : "cannot be", again];
  const [becomes] = anotherId!.split(":"); // a reason may follow
  expect([becomes, await sendTwice(["a", "b"])]).toBeOneOf(provider === github ? [kept, handled] : [without]);
});

/** Providers whose signatures expire, as the README calls them. */
const EXPIRING: Readonly<Record<string, string>> = {
  configcat: "ConfigCat",
  "growthbook-sdk": "GrowthBook's SDK webhooks",
  "standard-webhooks": "Standard Webhooks",
  statsig: "Statsig",
  workos: "WorkOS",
  gitlab: "GitLab's signing token",
};

test("the README names all providers whose signatures expire, and no other", async () => {
  const exported = await Promise.all(
    providerPackages().map(async ({ folder }) => {
      return Object.values((await import(join(folder, "src/index.ts"))) as object);
    }),
  );
  const expiring = exported
    .flat()
    .filter(isProvider)
    .filter(({ schemes }) =>
      schemes.some((scheme) => "timestamp" in scheme && scheme.timestamp !== undefined),
    )
    .map(({ id }) => id);
  expect(new Set(expiring)).toEqual(new Set(Object.keys(EXPIRING)));
  const [, named] = /no time limit\. Those of (.+?) are good for minutes/s.exec(readme)!;
  const names = named!.replaceAll(/\s+/g, " ").split(/, | and /);
  expect(names).toEqual(Object.values(EXPIRING));
});

function isProvider(value: unknown): value is Provider {
  return typeof value === "object" && value !== null && "safeVerify" in value && "schemes" in value;
}
