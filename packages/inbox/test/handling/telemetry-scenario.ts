// Runs an inbox under OpenTelemetry's own SDK and prints what it exported. A process of its own: the API has one global
// provider, and vitest resolves the API to a build that only bundlers can read.
import { context, metrics, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { createInbox, type Store } from "@flaghook/inbox";
import { manualClock, memoryStore } from "@flaghook/inbox/memory";
import { order, orders } from "../../src/store-contract/deliveries.ts";

const spans = new InMemorySpanExporter();
const measures = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const reader = new PeriodicExportingMetricReader({ exporter: measures, exportIntervalMillis: 3_600_000 });
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }));
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));

const activeInHandlers: unknown[] = [];
const inbox = createInbox({ store: memoryStore(), attempts: 1 });
inbox.handle(orders, (event) => {
  activeInHandlers.push(trace.getActiveSpan()?.spanContext().spanId);
  if ((event.payload as { number: number }).number === 2) throw new Error("broken");
});
for (const number of [1, 1, 2]) {
  const { verified, delivery } = order(number);
  await inbox.accept(verified, delivery, { scope: "tenant" });
}
await inbox.start();
for (;;) {
  const { pending, running } = await inbox.counts();
  if (pending + running === 0) break;
  await new Promise((resolve) => setImmediate(resolve));
}
await inbox.stop();

const broken: Store = { ...memoryStore(), commit: () => Promise.reject(new RangeError("secret path")) };
const { verified, delivery } = order(3);
const failing = createInbox({ store: broken });
await failing.accept(verified, delivery).catch(() => {});
await failing.stop();
await createInbox({ store: memoryStore(), telemetry: false }).accept(verified, delivery);

// Deliveries of an inbox that tells nothing, counted by one that shares them: gauges alone.
const clock = manualClock();
const shared = memoryStore({ clock });
const quiet = createInbox({ store: shared, telemetry: false });
for (const number of [1, 2]) {
  const pending = order(number);
  await quiet.accept(pending.verified, pending.delivery);
}
clock.advance(90_000);
const watching = createInbox({ store: memoryStore({ clock, sharedWith: shared }) });
await watching.counts();
await reader.forceFlush();
const metricsByName = measures
  .getMetrics()
  .flatMap(({ scopeMetrics }) => scopeMetrics)
  .flatMap((scope) => scope.metrics)
  .map(({ descriptor, dataPoints }) => ({
    name: descriptor.name,
    unit: descriptor.unit,
    points: dataPoints.map(({ attributes, value }) => ({ attributes, value })),
  }));
const exported = spans.getFinishedSpans().map((span) => ({
  name: span.name,
  kind: span.kind,
  attributes: span.attributes,
  status: span.status,
  spanId: span.spanContext().spanId,
  traceId: span.spanContext().traceId,
  links: span.links.map((link) => link.context),
}));
console.log(JSON.stringify({ spans: exported, metrics: metricsByName, activeInHandlers }));
await reader.shutdown();
