import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { LineDetail } from "../src/api/contract.ts";
import { providers } from "../src/providers.ts";
import { curlCommand, sendCommand } from "../web/src/detail/commands.ts";
import { newFlag, openTestRadar } from "./open-test-radar.ts";

async function detailOf(provider: string, payload: unknown): Promise<LineDetail> {
  const radar = await openTestRadar();
  await radar.send(provider, payload);
  return radar.get<LineDetail>("/api/changes/1");
}

test("the curl command fetches the bytes and signs them in the shell, without a secret or a body in it", async () => {
  const command = curlCommand(await detailOf("goff", newFlag("checkout")), "http://localhost:3000");
  expect(command).toBe(
    [
      "curl -s http://localhost:3000/api/changes/1/body -o body",
      "curl http://localhost:3000/webhooks/goff \\",
      "  -H 'content-type: application/json' \\",
      '  -H "x-hub-signature-256: sha256=$(openssl dgst -sha256 -hmac "$GOFF_WEBHOOK_SECRET" -r < body | cut -d\' \' -f1)" \\',
      "  --data-binary @body",
      "",
    ].join("\n"),
  );
});

test("the signature that the shell makes is the provider's", async () => {
  const folder = mkdtempSync(join(tmpdir(), "flaghook-radar-curl-"));
  try {
    writeFileSync(join(folder, "body"), "a body\u0000\u00ff");
    const detail = await detailOf("goff", newFlag("checkout"));
    const header = /-H "(x-hub[^"]*(?:"\$[^"]*"[^"]*)*)"/.exec(curlCommand(detail, "http://x"))![1]!;
    const made = execFileSync("bash", ["-c", `echo "${header}"`], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, GOFF_WEBHOOK_SECRET: "a secret" },
    }).trim();
    const goff = providers.find(({ id }) => id === "goff")!;
    const signed = goff.sign("a body\u0000\u00ff", { secret: "a secret" });
    const [name, value] = Object.entries(signed).find(([key]) => /signature/i.test(key))!;
    expect(made).toBe(`${name.toLowerCase()}: ${value}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("an event's name that is not one word never reaches a shell", async () => {
  const detail = await detailOf("goff", newFlag("checkout"));
  const hostile = { ...detail, line: { ...detail.line, event: "$(touch /tmp/x); '" } };
  expect(sendCommand(hostile, "http://localhost")).toBe(
    "flaghook send goff unknown --to http://localhost/webhooks/goff\n",
  );
});
