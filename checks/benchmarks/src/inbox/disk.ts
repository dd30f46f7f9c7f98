import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "../percentile.ts";

/**
 * Median time of one fdatasync after a 4 KB write in the folder that the stores write to, in
 * milliseconds.
 */
export function fdatasyncMedian(): number {
  const folder = mkdtempSync(join(tmpdir(), "flaghook-bench-"));
  const file = openSync(join(folder, "probe"), "w");
  const block = Buffer.alloc(4096, 1);
  const times = Array.from({ length: 200 }, () => {
    writeSync(file, block);
    const startedAt = performance.now();
    fdatasyncSync(file);
    return performance.now() - startedAt;
  });
  closeSync(file);
  rmSync(folder, { recursive: true });
  return median(times);
}
