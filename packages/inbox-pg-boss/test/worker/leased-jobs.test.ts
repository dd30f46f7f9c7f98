import { createEntry } from "@flaghook/inbox/store";
import { expect, it } from "vitest";
import type { Engine } from "../../src/job/engine.ts";
import { toJobData } from "../../src/job/job.ts";
import { createLeasedJobs } from "../../src/worker/leased-jobs.ts";

it("claims what one queue gave although the next queue fails, and onError hears of the fault", async () => {
  const stored = {
    provider: "a",
    name: "created",
    dedupeKey: "key",
    dedupe: { repeatable: false },
    secretIndex: 0,
    headers: {},
    body: new Uint8Array(),
  };
  const entry = await createEntry(stored as never, {
    scope: "",
    now: 0,
    mismatch: undefined,
    traceparent: undefined,
  });
  const job = { id: "1", data: toJobData(entry), retryCount: 0, retryLimit: 9 };
  const fault = new Error("connection lost");
  const faults: unknown[] = [];
  const settings = { attempts: 10, onError: (error: unknown) => faults.push(error) };
  let fetches = 0;
  const boss = {
    async fetch() {
      if (++fetches > 1) throw fault;
      return [job];
    },
  };
  const rows = createLeasedJobs({ boss, settings } as unknown as Engine);
  const query = { providers: ["a", "b"], limit: 2, now: 0, leaseMs: 1, attempts: 10 };
  expect(await rows.claim(query)).toMatchObject([{ id: "a:1", attempt: 1, attemptsSinceRevival: 1 }]);
  expect(faults).toEqual([fault]);
  await expect(rows.claim(query)).rejects.toBe(fault);
});
