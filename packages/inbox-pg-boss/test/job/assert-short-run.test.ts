import { expect, it } from "vitest";
import { order } from "../../../inbox/src/store-contract/deliveries.ts";
import { createInbox } from "@flaghook/inbox";
import { pgBossStore } from "../../src/index.ts";

const HOURS = 3_600_000;

/** What an accept rejects with, where nothing listens. */
async function faultOf(timeoutMs: number, leaseMs: number): Promise<unknown> {
  const store = pgBossStore({ name: "test", connectionString: "postgres://127.0.0.1:1/none" });
  const inbox = createInbox({ store, timeoutMs, leaseMs, onError: () => {} });
  const { verified, delivery } = order(1);
  return inbox.accept(verified, delivery).catch((error: unknown) => error);
}

it("refuses attempts that are longer than pg-boss lets a job run, before it connects", async () => {
  expect(await faultOf(24 * HOURS - 1000, 1001)).toEqual(
    new TypeError(
      "timeoutMs and leaseMs are 86400001 ms together. pg-boss gives a job 86400000 ms (24 hours) at most.",
    ),
  );
  expect(await faultOf(24 * HOURS - 1000, 1000)).toMatchObject({ code: "ECONNREFUSED" });
});
