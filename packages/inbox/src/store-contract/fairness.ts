import { invoice, invoices, order, orders } from "./deliveries.ts";
import { accept, recorder, until, withBench, type AddTest, type StoreHarness } from "./harness.ts";

/** Providers beside each other: one that sends much must not keep another waiting. */
export function fairnessTests(test: AddTest, harness: StoreHarness): void {
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
