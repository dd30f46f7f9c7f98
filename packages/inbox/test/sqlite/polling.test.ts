import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { createInbox } from "../../src/index.ts";
import { manualClock } from "../../src/memory.ts";
import { sqliteStore } from "../../src/sqlite.ts";
import { order, orders } from "../../src/store-contract/deliveries.ts";
import { accept, recorder } from "../../src/store-contract/harness.ts";

it.each([
  { name: "every 500 ms", options: {}, pollMs: 500 },
  { name: "as often as pollMs says", options: { pollMs: 70 }, pollMs: 70 },
])("looks $name for what another process stored", async ({ options, pollMs }) => {
  const folder = mkdtempSync(join(tmpdir(), "flaghook-polling-"));
  const path = join(folder, "inbox.db");
  const clock = manualClock();
  const after = vi.spyOn(clock, "after");
  const { handler, handled } = recorder();
  const inbox = createInbox({ store: sqliteStore({ path, clock, ...options }) });
  inbox.handle(orders, handler);
  await inbox.start();
  await expect.poll(() => after.mock.calls.map(([wait]) => wait)).toContain(pollMs);

  const other = createInbox({ store: sqliteStore({ path, clock }) });
  await accept(other, order(1));
  expect(handled).toEqual([]);
  clock.advance(pollMs);
  await expect.poll(() => handled.length).toBe(1);
  await Promise.all([inbox.stop(), other.stop()]);
  rmSync(folder, { recursive: true });
});
