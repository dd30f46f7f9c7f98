import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createNodeMiddleware, Webhooks } from "@octokit/webhooks";
import { expect, onTestFinished, test } from "vitest";
import { TAMPERINGS } from "../src/sending/tamper.ts";
import { SECRET } from "./support/deliveries.ts";
import { runCli } from "./support/run-cli.ts";

const env = { GITHUB_WEBHOOK_SECRET: SECRET };

/** A receiver that we did not write. */
async function serveOctokit(): Promise<{ readonly url: string; readonly heard: string[] }> {
  const heard: string[] = [];
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const webhooks = new Webhooks({ secret: SECRET, log });
  webhooks.onAny(
    ({ name, payload }) => void heard.push("action" in payload ? `${name}.${payload.action}` : name),
  );
  const middleware = createNodeMiddleware(webhooks, { path: "/", log });
  const server = createServer((request, response) => void middleware(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, heard };
}

test.each(["push", "issues.labeled", "pull_request.opened", "ping"])(
  "octokit accepts %s as GitHub's",
  async (event) => {
    const { url, heard } = await serveOctokit();
    const { code, stdout } = await runCli(["send", "github", event, "--to", url], { env });
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^200 OK/) });
    expect(heard).toEqual([event]);
  },
);

test.each(TAMPERINGS)("octokit refuses a delivery whose %s was tampered with", async (what) => {
  const { url, heard } = await serveOctokit();
  const { code } = await runCli(["send", "github", "push", "--to", url, "--tamper", what], { env });
  expect(code).toBe(0);
  expect(heard).toEqual([]);
});
