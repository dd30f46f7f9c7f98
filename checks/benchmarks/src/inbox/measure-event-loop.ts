// A process of its own, so that its fsync can be slowed: how late the event loop is at 2 000 accepts per second on SQLite.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createInbox } from "@flaghook/inbox";
import { sqliteStore } from "@flaghook/inbox/sqlite";
import { createDeliveries } from "./deliveries.ts";

const seconds = Number(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), "flaghook-bench-"));
const inbox = createInbox({ store: sqliteStore({ path: join(folder, "inbox.db") }), telemetry: false });
await inbox.counts();
const deliveries = createDeliveries(2000 * seconds);

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
const accepts: Promise<unknown>[] = [];
const startedAt = performance.now();
while (deliveries.length > 0) {
  const due = ((performance.now() - startedAt) / 1000) * 2000 - accepts.length;
  for (let index = 0; index < due && deliveries.length > 0; index++) {
    const { event, delivery } = deliveries.pop()!;
    accepts.push(inbox.accept(event, delivery));
  }
  await new Promise((resolve) => setTimeout(resolve, 1));
}
delay.disable();
await Promise.all(accepts);
await inbox.stop();
rmSync(folder, { recursive: true });
// The timer itself waits 1 ms, and that is no lateness.
process.stdout.write(JSON.stringify({ p99: delay.percentile(99) / 1e6 - 1 }));
