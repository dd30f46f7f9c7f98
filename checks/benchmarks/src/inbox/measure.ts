import { createInbox, type InboxOptions, type Store } from "@flaghook/inbox";
import { invoices, createDeliveries, type Verified } from "./deliveries.ts";
import { median, percentile } from "../percentile.ts";
import type { BareWrites } from "./bare.ts";

/** Accepts of one store with some senders at a time. Times in milliseconds. */
export interface AcceptFigures {
  readonly perSecond: number;
  readonly p99: number;
}

const quiet: Omit<InboxOptions, "store"> = { telemetry: false };

/**
 * Durable accepts while nobody handles. Each sender waits for its response before it sends again.
 */
export async function measureAccepts(store: Store, senders: number, count: number): Promise<AcceptFigures> {
  const inbox = createInbox({ store, ...quiet });
  await inbox.counts();
  const deliveries = createDeliveries(count);
  const times: number[] = [];
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: senders }, async () => {
      for (let one = deliveries.pop(); one !== undefined; one = deliveries.pop())
        times.push(await timeAccept(inbox, one));
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  await inbox.stop();
  return { perSecond: count / seconds, p99: percentile(times, 0.99) };
}

/** The inbox beside its engine without one, in rounds that alternate. */
export interface BesideFigures {
  /** Accepts and bare writes per second, and the first over the second: medians. */
  readonly accepts: number;
  readonly bare: number;
  readonly ratio: number;
}

/** Compares so many senders that accept with as many that write the same bytes barely. */
export async function measureBeside(
  store: Store,
  bare: BareWrites,
  { senders, count, rounds }: { readonly senders: number; readonly count: number; readonly rounds: number },
): Promise<BesideFigures> {
  const inbox = createInbox({ store, ...quiet });
  await inbox.counts();
  const accept = ({ event, delivery }: Verified): unknown => inbox.accept(event, delivery);
  const add = ({ delivery }: Verified): unknown => bare.add(delivery.body as Uint8Array);
  const figures: Pick<BesideFigures, "accepts" | "bare">[] = [];
  // The first round warms up.
  for (let round = 0; round <= rounds; round++) {
    const bareWrites = await perSecondOf(senders, createDeliveries(count), add);
    const accepts = await perSecondOf(senders, createDeliveries(count), accept);
    if (round > 0) figures.push({ accepts, bare: bareWrites });
  }
  await inbox.stop();
  await bare.close();
  return {
    accepts: median(figures.map((one) => one.accepts)),
    bare: median(figures.map((one) => one.bare)),
    ratio: median(figures.map((one) => one.accepts / one.bare)),
  };
}

async function perSecondOf(
  senders: number,
  deliveries: Verified[],
  send: (one: Verified) => unknown,
): Promise<number> {
  const count = deliveries.length;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: senders }, async () => {
      for (let one = deliveries.pop(); one !== undefined; one = deliveries.pop()) await send(one);
    }),
  );
  return (1000 * count) / (performance.now() - startedAt);
}

async function timeAccept(
  inbox: ReturnType<typeof createInbox>,
  { event, delivery }: Verified,
): Promise<number> {
  const startedAt = performance.now();
  await inbox.accept(event, delivery);
  return performance.now() - startedAt;
}

/**
 * Time from the call of accept to the call of the handler, at a steady 100 deliveries per second,
 * in milliseconds. Filler of a provider without a handler waits beside them, in the same tables.
 */
export async function measureEndToEnd(store: Store, count: number): Promise<{ p50: number; p99: number }> {
  const inbox = createInbox({ store, ...quiet, concurrency: 32 });
  const sentAt = new Map<string, number>();
  const times: number[] = [];
  inbox.handle(invoices, ({ id }) => {
    const sent = sentAt.get(id ?? "");
    if (sent !== undefined) times.push(performance.now() - sent);
  });
  await inbox.start();
  for (const { event, delivery } of createDeliveries(count, invoices)) {
    sentAt.set(event.id ?? "", performance.now());
    void inbox.accept(event, delivery);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  while (times.length < count) await new Promise((resolve) => setTimeout(resolve, 10));
  await inbox.stop();
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}

/** Fills a store with deliveries that nobody will handle. */
export async function fill(store: Store, count: number): Promise<void> {
  const inbox = createInbox({ store, ...quiet });
  for (let left = count; left > 0; left -= 2000) {
    const batch = createDeliveries(Math.min(2000, left));
    await Promise.all(batch.map(({ event, delivery }) => inbox.accept(event, delivery, { scope: "filler" })));
  }
  await inbox.stop();
}
