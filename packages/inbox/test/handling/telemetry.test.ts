import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, it } from "vitest";

interface Span {
  readonly name: string;
  readonly kind: number;
  readonly attributes: Record<string, unknown>;
  readonly status: { readonly code: number };
  readonly spanId: string;
  readonly traceId: string;
  readonly links: readonly { readonly spanId: string; readonly traceId: string }[];
}

interface Metric {
  readonly name: string;
  readonly unit: string;
  readonly points: readonly { readonly attributes: Record<string, unknown>; readonly value: unknown }[];
}

// As @opentelemetry/api numbers them.
const [PRODUCER, CONSUMER] = [3, 4];
const ERROR = 2;

let spans: readonly Span[];
let metrics: readonly Metric[];
let activeInHandlers: readonly string[];

beforeAll(() => {
  const scenario = fileURLToPath(new URL("./telemetry-scenario.ts", import.meta.url));
  const printed = execFileSync(process.execPath, ["--conditions=@flaghook/source", scenario], {
    encoding: "utf8",
  });
  ({ spans, metrics, activeInHandlers } = JSON.parse(printed) as never);
}, 30_000);

it("gives each accept a producer span with its acceptance", () => {
  const accepts = spans.filter(({ name }) => name === "accept orders");
  expect(accepts.map(({ attributes }) => attributes["flaghook.acceptance"])).toEqual([
    "accepted",
    "duplicate",
    "accepted",
    undefined,
  ]);
  expect(accepts[0]).toMatchObject({
    kind: PRODUCER,
    attributes: {
      "messaging.system": "flaghook",
      "messaging.destination.name": "orders",
      "messaging.operation.name": "accept",
      "messaging.operation.type": "send",
      "flaghook.store": "memory",
      "flaghook.scope": "tenant",
    },
  });
});

it("links each handle span to the accept span, in a trace of its own", () => {
  const accepts = spans.filter(({ attributes }) => attributes["flaghook.acceptance"] === "accepted");
  const handles = spans.filter(({ name }) => name === "handle orders");
  expect(handles.length).toBe(2);
  expect(handles.map(({ links }) => links.map(({ spanId }) => spanId))).toEqual(
    accepts.map(({ spanId }) => [spanId]),
  );
  expect(handles.map(({ links }) => links.map(({ traceId }) => traceId))).toEqual(
    accepts.map(({ traceId }) => [traceId]),
  );
  expect(accepts.map(({ traceId }) => traceId)).not.toContain(handles[0]?.traceId);
  expect(handles[0]).toMatchObject({
    kind: CONSUMER,
    attributes: { "messaging.operation.type": "process", "flaghook.attempt": 1, "flaghook.state": "done" },
  });
  expect(handles[1]).toMatchObject({
    status: { code: ERROR },
    attributes: { "flaghook.state": "dead", "error.type": "attempts" },
  });
});

it("is active while the handler runs", () => {
  const handles = spans.filter(({ name }) => name === "handle orders");
  expect(activeInHandlers).toEqual(handles.map(({ spanId }) => spanId));
});

it("marks an accept that failed, without the store's message", () => {
  const failed = spans.filter(({ name, status }) => name === "accept orders" && status.code === ERROR);
  expect(failed.map(({ attributes }) => attributes["error.type"])).toEqual(["RangeError"]);
  expect(JSON.stringify(spans)).not.toContain("secret path");
});

it("counts acceptances and states, and times attempts in seconds", () => {
  expect(pointsOf("messaging.client.sent.messages", "flaghook.acceptance")).toEqual({
    accepted: 2,
    duplicate: 1,
    none: 1,
  });
  expect(pointsOf("messaging.client.consumed.messages", "flaghook.state")).toEqual({ done: 1, dead: 1 });
  expect(metrics.find(({ name }) => name === "messaging.process.duration")?.unit).toBe("s");
  expect(Object.keys(pointsOf("messaging.process.duration", "flaghook.state")).toSorted()).toEqual([
    "dead",
    "done",
  ]);
});

it("says nothing when telemetry is false", () => {
  expect(spans.length).toBe(6);
});

function pointsOf(name: string, attribute: string): Record<string, unknown> {
  const points = metrics.find((metric) => metric.name === name)?.points ?? [];
  return Object.fromEntries(
    points.map(({ attributes, value }) => [(attributes[attribute] ?? "none") as string, value]),
  );
}

it("shows the inboxes that are open as gauges: whether they respond, what they hold, and its age", () => {
  expect(gaugeOf("flaghook.inbox.open")).toEqual([[undefined, 1]]);
  expect(gaugeOf("flaghook.inbox.deliveries")).toEqual([
    ["pending", 2],
    ["running", 0],
    ["done", 0],
    ["dead", 0],
  ]);
  expect(gaugeOf("flaghook.inbox.oldest_pending")).toEqual([[undefined, 90]]);
});

/** Each point of a gauge, with the state that it is about. */
function gaugeOf(name: string): unknown {
  const gauge = metrics.find((metric) => metric.name === name);
  return gauge?.points.map(({ attributes, value }) => [attributes["flaghook.state"], value]);
}
