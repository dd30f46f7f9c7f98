import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "flaghook-room-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** In a mount of its own, which ends with the process. */
const onSmallDisk = (command: string): string[] => [
  "--map-root-user",
  "--mount",
  "/bin/sh",
  "-c",
  `mount -t tmpfs -o size=64m none "${folder}" && ${command}`,
];
const canMount = spawnSync("unshare", onSmallDisk("true")).status === 0;

describe.runIf(canMount)("a disk that accepts alone have filled", () => {
  it("has room to handle all of them, and then for more", () => {
    const filler = fileURLToPath(new URL("./filler.ts", import.meta.url));
    const path = join(folder, "inbox.db");
    const command = `exec "${process.execPath}" --conditions=@flaghook/source "${filler}" "${path}"`;
    const output = execFileSync("unshare", onSmallDisk(command), { encoding: "utf8", timeout: 25_000 });
    const { accepted, refusal, again } = JSON.parse(output) as Record<string, unknown>;
    expect(accepted).toBeGreaterThan(50);
    expect(refusal).toMatch(/^Error: the disk has \d+ MiB left/);
    expect(again).toBe("accepted");
  }, 30_000);
});
