import type { Failure } from "../store/failure.ts";
import { order, orders, strictOrders } from "./deliveries.ts";
import {
  accept,
  assert,
  gate,
  recorder,
  until,
  withBench,
  type AddTest,
  type StoreHarness,
} from "./harness.ts";

/** Whether somebody hears of each failure. */
export function failureTests(test: AddTest, harness: StoreHarness): void {
  test(
    "onFailure hears each failed attempt, with what was thrown, and when the next one is due",
    withBench(harness, async ({ worker, backend }) => {
      const failures: Failure[] = [];
      const thrown = [new TypeError("first"), "second"];
      const { handler } = recorder((_, count) => Promise.reject(thrown[count - 1]));
      const options = { attempts: 2, onFailure: (failure: Failure) => failures.push(failure) };
      const own = await worker(options, [orders, handler]);
      await accept(own, order(1, "a"), { scope: "acme" });
      await until(backend, () => failures.length === 2);
      assert.equal(failures[0]!.error, thrown[0]);
      assert.equal(failures[1]!.error, thrown[1]);
      assert.deepEqual(
        failures.map(({ isDead, row }) => [isDead, row.state, row.reason, row.error, row.attempt]),
        [
          [false, "pending", undefined, "first", 1],
          [true, "dead", "attempts", "second", 2],
        ],
      );
      assert.ok(failures[0]!.nextAttemptAt instanceof Date);
      assert.ok(failures[0]!.nextAttemptAt! >= failures[0]!.row.receivedAt);
      assert.equal(failures[1]!.nextAttemptAt, undefined);
      // Recorded before anybody hears of it: the row is the one that the list shows.
      assert.deepEqual(await own.list({ state: "dead" }), [failures[1]!.row]);
      assert.equal(await own.retry(failures[1]!.row.id), true);
    }),
  );

  test(
    "onFailure hears of a delivery whose process ended during the last attempt",
    withBench(harness, async ({ worker, backend, crash }) => {
      const crashing = gate();
      const first = await worker({ attempts: 1 }, [orders, crashing.handler]);
      await accept(first, order(1, "a"));
      await until(backend, crashing.isEntered);
      await crash(0);
      await backend.expireLease();
      const failures: Failure[] = [];
      const options = { attempts: 1, onFailure: (failure: Failure) => failures.push(failure) };
      await worker(options, [orders, recorder().handler]);
      await until(backend, () => failures.length === 1);
      const [{ row, isDead, error }] = failures as [Failure];
      assert.deepEqual(
        [isDead, row.reason, row.unsignedId, row.error],
        [true, "attempts", "a", "its process ended during the last attempt."],
      );
      assert.equal((error as Error).message, row.error);
    }),
  );

  test(
    "onFailure hears of a delivery that the schema no longer reads",
    withBench(harness, async ({ inbox, worker, backend }) => {
      await accept(inbox(), order(1));
      const failures: Failure[] = [];
      const options = { onFailure: (failure: Failure) => failures.push(failure) };
      await worker(options, [strictOrders, recorder().handler]);
      await until(backend, () => failures.length === 1);
      assert.deepEqual(
        failures.map(({ isDead, row }) => [isDead, row.reason, row.error]),
        [[true, "schema-mismatch", failures[0]!.row.error]],
      );
      assert.match(failures[0]!.row.error!, /number/);
    }),
  );
}
