import type { InboxRow } from "../store/inbox-row.ts";
import { order, orders } from "./deliveries.ts";
import { accept, assert, recorder, until, withBench, type AddTest, type StoreHarness } from "./harness.ts";

/** What `list` says of a delivery, at each step of its way. */
export function rowTests(test: AddTest, harness: StoreHarness): void {
  test(
    "a row tells state, reason, error and attempt, and a revival, a stop or an end leaves nothing over",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const options = { attempts: 2, backoff: { delayMs: 3_600_000 } };
      const failing = recorder(() => Promise.reject(new Error("replay: the handler's own words")));
      const first = await worker(options, [orders, failing.handler]);
      await accept(first, order(1, "a"));
      await until(backend, async () => failing.handled.length === 1 && (await first.counts()).pending === 1);
      assert.deepEqual(say(await first.list({ state: "pending" })), [
        { attempt: 1, error: "replay: the handler's own words", reason: undefined, unsignedId: "a" },
      ]);
      await first.stop();

      const broken = { attempts: 1 };
      const second = await worker(broken, [orders, failing.handler]);
      await accept(second, order(2, "b"));
      await until(backend, async () => (await second.counts()).dead === 1);
      const [dead] = await second.list({ state: "dead" });
      assert.deepEqual(say([dead!]), [
        { attempt: 1, error: "replay: the handler's own words", reason: "attempts", unsignedId: "b" },
      ]);
      await second.stop();

      const acceptor = inbox(broken);
      assert.equal(await accept(acceptor, order(2, "b")), "accepted");
      const revived = (await acceptor.list({ state: "pending" })).filter(({ id }) => id === dead!.id);
      assert.deepEqual(say(revived), [{ attempt: 1, error: undefined, reason: undefined, unsignedId: "b" }]);
      assert.deepEqual(revived[0]?.receivedAt, dead!.receivedAt);

      const stuck = recorder(() => new Promise(() => {}));
      const third = await worker(broken, [orders, stuck.handler]);
      await until(backend, () => stuck.handled.length === 1);
      const running = [{ attempt: 2, error: undefined, reason: undefined, unsignedId: "b" }];
      assert.deepEqual(say(await third.list({ state: "running" })), running);
      await third.stop({ timeoutMs: 0 });
      const released = (await acceptor.list({ state: "pending" })).filter(({ id }) => id === dead!.id);
      assert.deepEqual(say(released), running);

      const fourth = await worker(broken, [orders, recorder().handler]);
      await until(backend, async () => (await fourth.counts()).done === 1);
      assert.deepEqual(say(await fourth.list({ state: "done" })), [
        { attempt: 3, error: undefined, reason: undefined, unsignedId: "b" },
      ]);
    }),
  );

  test(
    "the last failure is forgotten while a delivery runs and once it is done, and not when a stop gives it back",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const { handler, handled } = recorder((_, count) => {
        if (count === 1) throw new Error("fault");
        return count === 2 ? new Promise(() => {}) : undefined;
      });
      const own = await worker({}, [orders, handler]);
      await accept(own, order(1));
      await until(backend, () => handled.length === 2);
      assert.equal((await own.list({ state: "running" }))[0]?.error, undefined);
      await own.stop({ timeoutMs: 0 });
      assert.equal((await inbox().list({ state: "pending" }))[0]?.error, "fault");
      const other = await worker({}, [orders, handler]);
      await until(backend, async () => (await other.counts()).done === 1);
      assert.deepEqual(
        (await other.list({ state: "done" })).map(({ error, attempt }) => ({ error, attempt })),
        [{ error: undefined, attempt: 3 }],
      );
    }),
  );

  test(
    "a kept replay that is set free says nothing of its time",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const options = { attempts: 1 };
      const acceptor = inbox(options);
      await accept(acceptor, order(1, "a"));
      await accept(acceptor, order(1, "b"));
      const [kept] = await acceptor.list({ state: "dead" });
      await acceptor.retry(kept!.id);
      const free = (await acceptor.list({ state: "pending" })).filter(({ id }) => id === kept!.id);
      assert.deepEqual(say(free), [{ attempt: 0, error: undefined, reason: undefined, unsignedId: "b" }]);
      assert.equal(free[0]?.replay, true);
      const failing = recorder(() => Promise.reject(new Error("broken")));
      const own = await worker(options, [orders, failing.handler]);
      await until(backend, async () => (await own.counts()).dead === 2);
      const dead = (await own.list({ state: "dead" })).filter(({ id }) => id === kept!.id);
      assert.deepEqual(say(dead), [{ attempt: 1, error: "broken", reason: "attempts", unsignedId: "b" }]);
      assert.equal(dead[0]?.replay, true);
    }),
  );

  for (const { name, thrown, error } of [
    { name: "is cut at 500 characters", thrown: new Error("x".repeat(600)), error: "x".repeat(500) },
    {
      name: "has nothing that a database refuses",
      thrown: new Error("a\u0000b\ud800c"),
      error: "a\uFFFDb\uFFFDc",
    },
    { name: "is there for an error without one", thrown: new Error(""), error: "no message" },
    { name: "is the text of what is no error", thrown: 7, error: "7" },
  ]) {
    test(
      `the message of a failure ${name}`,
      withBench(harness, async ({ worker, backend }) => {
        // oxlint-disable-next-line typescript/only-throw-error -- handlers throw what they like
        const { handler } = recorder(() => Promise.reject(thrown));
        const own = await worker({ attempts: 1 }, [orders, handler]);
        await accept(own, order(1));
        await until(backend, async () => (await own.counts()).dead === 1);
        assert.equal((await own.list({ state: "dead" }))[0]?.error, error);
      }),
    );
  }
}

function say(
  rows: readonly InboxRow[],
): readonly Pick<InboxRow, "attempt" | "error" | "reason" | "unsignedId">[] {
  return rows.map(({ attempt, error, reason, unsignedId }) => ({ attempt, error, reason, unsignedId }));
}
