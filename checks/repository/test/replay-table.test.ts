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
import { root } from "../../../tools/workspace/workspace.ts";

const ROW = /^\| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$/;

/** The README's table of replays, by its first column. */
const table = new Map(
  readFileSync(join(root, "packages/inbox/README.md"), "utf8")
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
