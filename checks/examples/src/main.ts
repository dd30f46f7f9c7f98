// Starts the server of every example as its README says, and sends it a genuine delivery and a forged one.
// `pnpm check:examples`. Needs no network beyond loopback.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Provider } from "@flaghook/core";
import { github } from "@flaghook/github";
import { goff } from "@flaghook/goff";
import { signedDelivery } from "@flaghook/testing";
import { pushBody } from "../../../packages/github/test/vectors.ts";
import { formatTable } from "../../../tools/workspace/table.ts";
import { root } from "../../../tools/workspace/workspace.ts";
import { startExample } from "./start-example.ts";

const SECRET = "a secret of this check";

/** A delivery for an example, and the line that its handler prints. */
interface Trial {
  readonly provider: Provider;
  readonly body: string;
  readonly name?: string;
  readonly prints: string;
}

const pushed: Trial = { provider: github, body: pushBody, name: "push", prints: "pushed refs/heads/main" };

/** Examples that are of something else than GitHub's pushes. */
const trials: Readonly<Record<string, Trial>> = {
  openfeature: {
    provider: goff,
    body: JSON.stringify({
      meta: { hostname: "relay" },
      flags: {
        added: { "checkout-v2": { variations: { on: true, off: false }, defaultRule: { variation: "on" } } },
      },
    }),
    prints: "checkout-v2 is now true",
  },
};
const scratch = mkdtempSync(join(tmpdir(), "flaghook-examples-"));
process.once("exit", () => rmSync(scratch, { recursive: true, force: true }));

const examples = readdirSync(join(root, "examples"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .toSorted();

const rows: string[][] = [["example", "genuine", "forged", "handler"]];
for (const name of examples) {
  rows.push([name, ...(await tryExample(name))]);
}
console.log(formatTable(rows));

async function tryExample(name: string): Promise<[genuine: string, forged: string, handler: string]> {
  const { provider, body: sent, prints, ...named } = trials[name] ?? pushed;
  const env = {
    GITHUB_WEBHOOK_SECRET: SECRET,
    GOFF_WEBHOOK_SECRET: SECRET,
    PORT: "0",
    INBOX_PATH: join(scratch, `${name}.db`),
  };
  const example = await startExample(join(root, "examples", name), env);
  try {
    const { headers, body } = signedDelivery(provider, sent, {
      ...named,
      secret: SECRET,
      ...(provider === github && { id: name }),
    });
    const genuine = await example.post(headers, body);
    const forged = await example.post(headers, `${sent} `);
    const handled = await example.printed(prints);
    if (genuine !== 200 || forged !== 403 || !handled) process.exitCode = 1;
    return [String(genuine), String(forged), handled ? "ran" : "did NOT run"];
  } finally {
    await example.stop();
  }
}
