import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

const TOKEN = "a token of the environment";

/** Starts a radar, and stops it once it has printed some words. */
async function start(
  environment: NodeJS.ProcessEnv,
  { words = "Serving until", options = ["--empty"] }: { words?: string; options?: readonly string[] } = {},
): Promise<{ status: number | null; printed: string }> {
  const folder = mkdtempSync(join(tmpdir(), "flaghook-radar-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const child = spawn(process.execPath, ["--conditions", "@flaghook/source", main, ...options], {
    env: { ...process.env, REDIS_URL: "", DATABASE_URL: "", RADAR_DATA: folder, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      if (printed.includes(words)) child.kill();
    });
  }
  const [status] = (await once(child, "close")) as [number | null];
  return { status, printed };
}

test("generated secrets are shown although the port is taken: the next start does not show them", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  const { status, printed } = await start({ PORT: String(port), GITHUB_WEBHOOK_SECRET: "" });
  expect(status).toBe(1);
  expect(printed).toMatch(/GITHUB_WEBHOOK_SECRET=\S+ {2}\(generated; shown only now\)/);
  expect(printed).toContain(`Port ${port} is taken. Set PORT to another.`);
});

test("a token and a secret of the environment are not printed: a container's log keeps them", async () => {
  const GITHUB_WEBHOOK_SECRET = "a secret of the environment";
  const { status, printed } = await start({ PORT: "0", RADAR_TOKEN: TOKEN, GITHUB_WEBHOOK_SECRET });
  expect(status).toBe(0);
  expect(printed).toMatch(/The radar is at http:\/\/127\.0\.0\.1:\d+\/\?token=\$RADAR_TOKEN\n/);
  expect(printed).toContain("GITHUB_WEBHOOK_SECRET  (from the environment)");
  expect(printed).not.toContain(TOKEN);
  expect(printed).not.toContain(GITHUB_WEBHOOK_SECRET);
});

test("a radar that is stopped while it sends its samples ends with 0, and shows no stack", async () => {
  const { status, printed } = await start({ PORT: "0" }, { words: "Secrets of webhooks", options: [] });
  expect({ status, isCrashed: /^ {4}at /m.test(printed) }).toEqual({ status: 0, isCrashed: false });
});
