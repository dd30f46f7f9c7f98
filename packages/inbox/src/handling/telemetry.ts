import type * as Api from "@opentelemetry/api";
import type { Attributes, Link, SpanContext } from "@opentelemetry/api";
import type { Entry } from "../store/stored-entry.ts";
import type { Claim, Outcome, Verdict } from "../store/store.ts";

/** Spans and counters of the inbox. Named after the OpenTelemetry semantic conventions for messaging, version 1.36. */
export interface Telemetry {
  /** Around one `accept`. The traceparent goes into the entry. */
  accepting(
    provider: string,
    scope: string,
    accept: (traceparent: string | undefined) => Promise<Outcome>,
  ): Promise<Outcome>;
  /** Around one attempt, in a trace of its own that is linked to the accept's span. */
  handling(claim: Claim, handle: () => Promise<Verdict>): Promise<Verdict>;
}

/** Used where the OpenTelemetry API is not installed or not wanted. */
export const silent: Telemetry = {
  accepting: (_provider, _scope, accept) => accept(undefined),
  handling: (_claim, handle) => handle(),
};

/** Telemetry through the OpenTelemetry API if the application has it. Without an SDK registered there it costs next to nothing. */
export async function openTelemetry(store: string): Promise<Telemetry> {
  try {
    return withApi(await import("@opentelemetry/api"), store);
  } catch {
    return silent; // an optional peer that is not installed
  }
}

function withApi(
  { trace, metrics, context, SpanKind, SpanStatusCode, ROOT_CONTEXT }: typeof Api,
  store: string,
): Telemetry {
  const tracer = trace.getTracer("@flaghook/inbox");
  const meter = metrics.getMeter("@flaghook/inbox");
  const sent = meter.createCounter("messaging.client.sent.messages", {
    unit: "{message}",
    description: "Deliveries that accept was called with, by outcome.",
  });
  const consumed = meter.createCounter("messaging.client.consumed.messages", {
    unit: "{message}",
    description: "Attempts, by the state in which they left the delivery.",
  });
  const duration = meter.createHistogram("messaging.process.duration", {
    unit: "s",
    description: "Time of one attempt.",
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
          const outcome = await accept(toTraceparent(span.spanContext()));
          span.setAttribute("flaghook.outcome", outcome);
          sent.add(1, { ...attributes, "flaghook.outcome": outcome });
          return outcome;
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
      const verdict = await context.with(trace.setSpan(ROOT_CONTEXT, span), handle);
      const ended = { ...attributes, "flaghook.state": verdict.state, ...failureOf(verdict) };
      span.setAttributes(ended);
      if (verdict.state === "dead" || verdict.state === "retry")
        span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
      consumed.add(1, ended);
      duration.record((performance.now() - startedAt) / 1000, ended);
      return verdict;
    },
  };
}

function failureOf(verdict: Verdict): Attributes {
  if (verdict.state === "dead") return { "error.type": verdict.reason };
  return verdict.state === "retry" ? { "error.type": "handler" } : {};
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
