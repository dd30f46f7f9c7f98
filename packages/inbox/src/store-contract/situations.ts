import type { InboxOptions } from "../lifecycle/inbox-options.ts";
import type { Inbox } from "../lifecycle/inbox.ts";
import type { State } from "../store/state.ts";
import { dispatch, order, orders, orderWithoutId, type Verified } from "./deliveries.ts";
import {
  accept,
  assert,
  gate,
  recorder,
  until,
  withBench,
  type AddTest,
  type Bench,
  type Handled,
  type StoreHarness,
} from "./harness.ts";

/** A first delivery, under the id `a`, of which it is certain where it stands. */
interface Scene {
  readonly own: Inbox;
  readonly handled: readonly Handled[];
  readonly state: State;
  readonly attempt: number;
  /** Whether somebody handles what comes beside it. */
  readonly isWorking: boolean;
  /** Lets it end, where it can. */
  readonly end: () => Promise<void>;
  /** How many are done once it and what is handled beside it have ended. */
  readonly doneAfter: number;
}

type Situation = (bench: Bench, first: Verified, options: Partial<InboxOptions>) => Promise<Scene>;

const SITUATIONS: Readonly<Record<string, Situation>> = {
  async pending({ inbox, worker }, first, options) {
    const own = inbox(options);
    await accept(own, first);
    const { handler, handled } = recorder();
    const end = async (): Promise<void> => void (await worker(options, [orders, handler]));
    return { own, handled, state: "pending", attempt: 0, isWorking: false, end, doneAfter: 2 };
  },

  async running({ worker, backend }, first, options) {
    const wait = gate();
    const { handler, handled } = recorder(({ event, context }) =>
      context.replay ? undefined : wait.handler(event, context),
    );
    const own = await worker(options, [orders, handler]);
    await accept(own, first);
    await until(backend, wait.isEntered);
    const end = async (): Promise<void> => wait.open();
    return { own, handled, state: "running", attempt: 1, isWorking: true, end, doneAfter: 2 };
  },

  async "backing off"({ worker, backend }, first, options) {
    const { handler, handled } = recorder(({ context }) => {
      if (!context.replay) throw new Error("not yet");
    });
    const own = await worker({ ...options, backoff: { delayMs: 3_600_000 } }, [orders, handler]);
    await accept(own, first);
    await until(backend, async () => handled.length === 1 && (await own.counts()).pending === 1);
    return { own, handled, state: "pending", attempt: 1, isWorking: true, end: async () => {}, doneAfter: 1 };
  },

  async done({ worker, backend }, first, options) {
    const { handler, handled } = recorder();
    const own = await worker(options, [orders, handler]);
    await accept(own, first);
    await until(backend, async () => (await own.counts()).done === 1);
    return { own, handled, state: "done", attempt: 1, isWorking: true, end: async () => {}, doneAfter: 2 };
  },
};

/**
 * Rows of the acceptance table: what comes while a first delivery of equal bytes is pending,
 * running, backing off or done.
 */
export function situationTests(test: AddTest, harness: StoreHarness): void {
  for (const [name, bring] of Object.entries(SITUATIONS)) {
    test(
      `while the first one is ${name}, the same id and none are duplicates`,
      withBench(harness, async (bench) => {
        const scene = await bring(bench, order(1, "a"), {});
        assert.equal(await accept(scene.own, order(1, "a")), "duplicate");
        assert.equal(await accept(scene.own, orderWithoutId(1)), "duplicate");
        await assertAsItWas(scene);
        assert.deepEqual(await scene.own.counts(), { ...NONE, [scene.state]: 1 });
      }),
    );

    test(
      `while the first one is ${name} and came without an id, no id makes a replay`,
      withBench(harness, async (bench) => {
        const { own, state } = await bring(bench, orderWithoutId(1), {});
        assert.equal(await accept(own, order(1, "b")), "duplicate");
        assert.deepEqual(await own.counts(), { ...NONE, [state]: 1 });
      }),
    );

    test(
      `while the first one is ${name}, another id is a replay: held, listed, not run, and never dropped`,
      withBench(harness, async (bench) => {
        const scene = await bring(bench, order(1, "a"), {});
        const { own, handled, state, doneAfter, end } = scene;
        assert.equal(await accept(own, order(1, "b")), "replay");
        assert.equal(await accept(own, order(1, "b")), "replay");
        assert.deepEqual(await own.counts(), { ...NONE, [state]: 1, dead: 1 });
        await assertAsItWas(scene);
        const [row] = await own.list({ state: "dead" });
        const { unsignedId, reason, replay, attempt, error } = row!;
        assert.deepEqual(
          { unsignedId, reason, replay, attempt, error },
          { unsignedId: "b", reason: "replay", replay: true, attempt: 0, error: undefined },
        );
        await end();
        await until(bench.backend, async () => (await own.counts()).done === doneAfter - 1);
        assert.equal((await own.counts()).dead, 1);
        assert.deepEqual(
          handled.map(({ event }) => event.id),
          ["a"],
        );
      }),
    );

    const KINDS = [
      { kind: 'with onReplay "handle", another id', first: order(1, "a"), second: order(1, "b") },
      { kind: "another id of a repeatable event", first: dispatch("a"), second: dispatch("b") },
    ];
    for (const { kind, first, second } of KINDS) {
      test(
        `while the first one is ${name}, ${kind} is handled beside it, as a replay`,
        withBench(harness, async (bench) => {
          const options = first.verified.name === "created" ? ({ onReplay: "handle" } as const) : {};
          const scene = await bring(bench, first, options);
          const { own, handled, isWorking, doneAfter, end } = scene;
          assert.equal(await accept(own, second), "replay");
          assert.equal(await accept(own, second), "duplicate");
          if (isWorking) await until(bench.backend, () => handled.length === 2);
          await assertAsItWas(scene);
          await end();
          await until(bench.backend, async () => (await own.counts()).done === doneAfter);
          assert.equal(await accept(own, second), "duplicate");
          assert.equal(await accept(own, first), "duplicate");
          assert.deepEqual(
            handled
              .map(({ event, context }) => ({
                id: event.id,
                replay: context.replay,
                attempt: context.attempt,
              }))
              .toSorted((one, other) => String(one.id).localeCompare(String(other.id))),
            [
              { id: "a", replay: false, attempt: 1 },
              { id: "b", replay: true, attempt: 1 },
            ],
          );
          assert.equal(new Set(handled.map(({ context }) => context.key)).size, 2);
        }),
      );
    }
  }
}

const NONE = { pending: 0, running: 0, done: 0, dead: 0 };

/** The first one is where it was, and was started no more often. */
async function assertAsItWas({ own, state, attempt, handled }: Scene): Promise<void> {
  const firsts = (await own.list({ state })).filter((row) => !row.replay);
  assert.deepEqual(
    firsts.map((row) => ({ state: row.state, attempt: row.attempt })),
    [{ state, attempt }],
  );
  const started = handled.filter(({ context }) => !context.replay);
  assert.equal(started.length, attempt);
  assert.ok(started.every(({ context }) => !context.signal.aborted));
}
