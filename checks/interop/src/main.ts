// GO Feature Flag's own exporter and notifier send to the node, express and fastify adapters. Run: node checks/interop/src/main.ts
// Prints a table of what was sent and accepted. Where Go, or the module proxy, is missing it says so and passes.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSender } from "./build-sender.ts";

const folder = mkdtempSync(join(tmpdir(), "flaghook-interop-"));
try {
  const built = buildSender(join(folder, "sender"));
  if ("skipped" in built) {
    console.log(`${built.skipped} Nothing was sent.`);
  } else {
    // From source, through the workspace's own condition: no build can be missing or stale.
    const receive = join(import.meta.dirname, "receive.ts");
    const { status } = spawnSync(process.execPath, ["-C", "@flaghook/source", receive, built.sender], {
      stdio: "inherit",
      env: { ...process.env, TMPDIR: folder },
    });
    process.exitCode = status ?? 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
