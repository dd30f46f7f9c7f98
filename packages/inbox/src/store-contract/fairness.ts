import { invoice, invoices, order, orders } from "./deliveries.ts";
import { accept, assert, recorder, until, withBench, type AddTest, type StoreHarness } from "./harness.ts";

/** Providers beside each other: one that sends much must not keep another waiting. */
export function fairnessTests(test: AddTest, harness: StoreHarness): void {
  scopeTests(test, harness);

  test(
    "a provider with many waiting lets another one in, as soon as its handlers end",
    withBench(harness, async ({ inbox, backend }) => {
      const concurrency = 2;
      const endings: (() => void)[] = [];
      const busy = recorder(
        () =>
          new Promise<void>((resolve) => {
            endings.push(resolve);
          }),
      );
      const other = recorder();
      const own = inbox({ concurrency }, [orders, busy.handler], [invoices, other.handler]);
      for (let number = 0; number < 8; number++) await accept(own, order(number));
      await own.start();
      await until(backend, () => busy.handled.length === concurrency);
      await accept(own, invoice(1, "a"));
      for (let ended = 1; ended <= concurrency && other.handled.length === 0; ended++) {
        endings.shift()!();
        await until(backend, () => busy.handled.length + other.handled.length >= concurrency + ended);
      }
      await until(backend, () => other.handled.length === 1);
    }),
  );
}

/** Scopes beside each other: a busy tenant must not keep a quiet one waiting. */
function scopeTests(test: AddTest, harness: StoreHarness): void {
  test(
    "a scope with many waiting lets another one in, as soon as its handlers end, whatever a scope holds",
    withBench(harness, async ({ inbox, backend }) => {
      const concurrency = 2;
      const endings: (() => void)[] = [];
      const busy = recorder(
        () =>
          new Promise<void>((resolve) => {
            endings.push(resolve);
          }),
      );
      const own = inbox({ concurrency }, [orders, busy.handler]);
      for (let number = 0; number < 20; number++) await accept(own, order(number), { scope: "busy" });
      await own.start();
      await until(backend, () => busy.handled.length === concurrency);
      const quiet = ["", "quiet", "a\u0000b", "\ud800", "ß💥"];
      for (const [index, scope] of quiet.entries()) await accept(own, order(100 + index), { scope });
      const seen = new Set<string>();
      // Each in its turn, the busy one among them.
      for (let ended = 1; ended <= quiet.length + concurrency + 1; ended++) {
        endings.shift()!();
        await until(backend, () => busy.handled.length >= concurrency + ended);
        seen.add(busy.handled.at(-1)!.context.scope);
      }
      assert.deepEqual(
        quiet.filter((scope) => !seen.has(scope)),
        [],
      );
      for (let ended = 0; ended < 25; ended++) {
        endings.shift()?.();
        await until(backend, () => endings.length > 0 || busy.handled.length === 25);
      }
      for (const end of endings) end();
      await until(backend, async () => (await own.counts()).done === 25);
    }),
  );
}
