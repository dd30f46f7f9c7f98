import type * as Api from "@opentelemetry/api";
import type { Attributes, BatchObservableCallback, Link, SpanContext } from "@opentelemetry/api";
import { STATES, type Acceptance, type InboxCounts } from "../store/state.ts";
import type { AttemptResult, ClaimedDelivery } from "../store/store.ts";
import type { Entry } from "../store/stored-entry.ts";

/** Spans and counters, named after OpenTelemetry's semantic conventions for messaging, 1.36. */
export interface Telemetry {
  /** Wraps one `accept`. The traceparent goes into the entry. */
  accepting(
    provider: string,
    scope: string,
    accept: (traceparent: string | undefined) => Promise<Acceptance>,
  ): Promise<Acceptance>;
  /** Wraps one attempt, in a trace of its own that is linked to the accept's span. */
  handling(delivery: ClaimedDelivery, handle: () => Promise<AttemptResult>): Promise<AttemptResult>;
  /** Asks for the gauges whenever they are collected. Call the result to end it. */
  observing(ask: () => Promise<Gauges>): () => void;
}

/** What gauges show of an inbox. */
export interface Gauges {
  readonly isOpen: boolean;
  readonly counts: InboxCounts | undefined;
  readonly oldestPendingMs: number | undefined;
}

/** Does nothing: the OpenTelemetry API is not installed or not wanted. */
export const silent: Telemetry = {
  accepting: (_provider, _scope, accept) => accept(undefined),
  handling: (_delivery, handle) => handle(),
  observing: () => () => {},
};

/**
 * Telemetry through the OpenTelemetry API if the application has it. Costs next to nothing where no
 * SDK is registered.
 */
export async function openTelemetry(store: string): Promise<Telemetry> {
  try {
    // An optional peer: a bundler that looks for it would warn where it is not installed.
    const api = await import(/* webpackIgnore: true */ "@opentelemetry/api");
    return createTelemetry(api, store);
  } catch {
    return silent; // not installed
  }
}

function createTelemetry(
  { trace, metrics, context, SpanKind, SpanStatusCode, ROOT_CONTEXT }: typeof Api,
  store: string,
): Telemetry {
  const tracer = trace.getTracer("@flaghook/inbox");
  const meter = metrics.getMeter("@flaghook/inbox");
  const sent = meter.createCounter("messaging.client.sent.messages", {
    unit: "{message}",
    description: "Deliveries that accept was called with, by its acceptance.",
  });
  const consumed = meter.createCounter("messaging.client.consumed.messages", {
    unit: "{message}",
    description: "Attempts, by the state in which they left the delivery.",
  });
  const duration = meter.createHistogram("messaging.process.duration", {
    unit: "s",
    description: "Time of one attempt.",
  });

  const open = meter.createObservableGauge("flaghook.inbox.open", {
    unit: "1",
    description: "1 while the store is open and responds, else 0.",
  });
  const deliveries = meter.createObservableGauge("flaghook.inbox.deliveries", {
    unit: "{message}",
    description: "Deliveries in the store, by state.",
  });
  const oldestPending = meter.createObservableGauge("flaghook.inbox.oldest_pending", {
    unit: "s",
    description: "Age of the oldest pending delivery; 0 when nothing is pending.",
  });

  function attributesOf(provider: string, name: "accept" | "handle", type: "send" | "process"): Attributes {
    return {
      "messaging.system": "flaghook",
      "messaging.destination.name": provider,
      "messaging.operation.name": name,
      "messaging.operation.type": type,
      "flaghook.store": store,
    };
  }

  return {
    accepting(provider, scope, accept) {
      const attributes = attributesOf(provider, "accept", "send");
      const options = { kind: SpanKind.PRODUCER, attributes: { ...attributes, "flaghook.scope": scope } };
      return tracer.startActiveSpan(`accept ${provider}`, options, async (span) => {
        try {
          const acceptance = await accept(toTraceparent(span.spanContext()));
          span.setAttribute("flaghook.acceptance", acceptance);
          sent.add(1, { ...attributes, "flaghook.acceptance": acceptance });
          return acceptance;
        } catch (error) {
          const type = error instanceof Error ? error.name : "Error";
          span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute("error.type", type);
          sent.add(1, { ...attributes, "error.type": type });
          throw error;
        } finally {
          span.end();
        }
      });
    },
    observing(ask) {
      const attributes = { "messaging.system": "flaghook", "flaghook.store": store };
      const observe: BatchObservableCallback = async (result) => {
        const { isOpen, counts, oldestPendingMs = 0 } = await ask();
        result.observe(open, isOpen ? 1 : 0, attributes);
        if (counts === undefined) return;
        for (const state of STATES) {
          result.observe(deliveries, counts[state], { ...attributes, "flaghook.state": state });
        }
        result.observe(oldestPending, oldestPendingMs / 1000, attributes);
      };
      const gauges = [open, deliveries, oldestPending];
      meter.addBatchObservableCallback(observe, gauges);
      return () => meter.removeBatchObservableCallback(observe, gauges);
    },
    async handling({ entry, id, attempt }, handle) {
      const attributes = attributesOf(entry.provider, "handle", "process");
      const links = linksOf(entry);
      const own = {
        ...attributes,
        "flaghook.scope": entry.scope,
        "flaghook.attempt": attempt,
        "messaging.message.id": id,
        "messaging.message.body.size": entry.body.byteLength,
      };
      const startedAt = performance.now();
      const options = { kind: SpanKind.CONSUMER, attributes: own, links };
      const span = tracer.startSpan(`handle ${entry.provider}`, options, ROOT_CONTEXT);
      const result = await context.with(trace.setSpan(ROOT_CONTEXT, span), handle);
      const ended = { ...attributes, "flaghook.state": result.state, ...failureOf(result) };
      span.setAttributes(ended);
      if (result.state === "dead" || result.state === "retry") span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
      consumed.add(1, ended);
      duration.record((performance.now() - startedAt) / 1000, ended);
      return result;
    },
  };
}

function failureOf(result: AttemptResult): Attributes {
  if (result.state === "dead") return { "error.type": result.reason };
  return result.state === "retry" ? { "error.type": "handler" } : {};
}

function toTraceparent({ traceId, spanId, traceFlags }: SpanContext): string | undefined {
  if (/^0+$/.test(spanId)) return undefined; // no SDK
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, "0")}`;
}

function linksOf({ traceparent }: Entry): Link[] {
  const match = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent ?? "");
  if (match === null) return [];
  const [, traceId, spanId, flags] = match;
  return [
    {
      context: {
        traceId: traceId!,
        spanId: spanId!,
        traceFlags: Number.parseInt(flags!, 16),
        isRemote: true,
      },
    },
  ];
}
