import { defineProvider, WebhookError, type Provider, type WebhookEvent } from "@flaghook/core";
import { github } from "@flaghook/github";
import { signedDelivery } from "@flaghook/testing";
import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { createReceiver, type EventMapped } from "../../src/index.ts";
import { deliver, PING, SECRET } from "../support/acme.ts";
import { receiverWith } from "../support/receiver-with.ts";

const ISSUES = new URL("../../../../tools/github-generator/input/samples/issues.json", import.meta.url);

describe("handlers", () => {
  it("runs the handler of the type, then onEvent, each awaited", async () => {
    const order: string[] = [];
    const { receive } = receiverWith({
      on: {
        async ping(event) {
          await Promise.resolve();
          order.push(`ping ${event.payload.n}`);
        },
        order: () => order.push("order"),
      },
      onEvent: (event) => order.push(`any ${event.type}`),
    });
    expect(await receive(deliver(PING))).toEqual({
      status: 200,
      headers: { "content-type": "application/json" },
      body: '{"code":"handled"}',
    });
    expect(order).toEqual(["ping 1", "any ping"]);
  });

  it("gives events of unknown names to on.unknown", async () => {
    const seen: string[] = [];
    const { receive } = receiverWith({ on: { unknown: (event) => seen.push(event.name) } });
    await receive(deliver('{"type":"constructor"}'));
    expect(seen).toEqual(["constructor"]);
  });

  it("says ignored for an event that nobody handles", async () => {
    const { receive, errors } = receiverWith({ on: { order: () => expect.unreachable() } });
    expect(await receive(deliver(PING))).toMatchObject({ status: 200, body: '{"code":"ignored"}' });
    expect(errors).toEqual([]);
  });

  it("responds 500 when a handler throws, a WebhookError of another delivery too, and runs no further one", async () => {
    const failure = new WebhookError("missing-signature", "other", "no");
    const { receive, errors, contexts } = receiverWith({
      on: {
        ping() {
          throw failure;
        },
      },
      onEvent: () => expect.unreachable(),
    });
    expect(await receive(deliver(PING))).toMatchObject({ status: 500, body: '{"code":"handler-failed"}' });
    expect(errors).toEqual([failure]);
    expect(contexts).toMatchObject([
      { provider: "acme", stage: "handle", isVerified: true, event: { type: "ping" } },
    ]);
  });

  it("gives handlers the raw bytes, any header and the framework's request", async () => {
    const request = { url: "/a" };
    const seen: unknown[] = [];
    const { receive } = receiverWith({
      onEvent: (_event, delivery) =>
        seen.push(
          new TextDecoder().decode(delivery.body),
          delivery.header("X-Two"),
          delivery.header("x-one"),
          delivery.request,
        ),
    });
    const { headers, body } = deliver(PING);
    await receive({ headers: { ...headers, "X-One": "1", "x-two": ["1", "2"] }, body, request });
    expect(seen).toEqual([PING, undefined, "1", request]);
  });

  it("shows neither headers nor body when a delivery is printed or copied", async () => {
    const seen: string[] = [];
    const { receive } = receiverWith({
      onEvent: (_event, delivery) => seen.push(JSON.stringify(delivery), JSON.stringify({ ...delivery })),
    });
    await receive(deliver(PING));
    expect(seen).toEqual(["{}", "{}"]);
  });
});

const tracker = defineProvider({
  id: "tracker",
  scheme: { header: "x-tracker-signature", algorithm: "sha256", encoding: "hex" },
  eventName: { header: "x-tracker-event" },
  events: {
    issues: { validator: z.looseObject({ action: z.string() }), actions: ["opened", "labeled"] },
    "issues.opened": z.looseObject({}),
    "pull.request": { validator: z.looseObject({ action: z.string() }), actions: ["closed", "re.opened"] },
    push: z.looseObject({}),
  },
});

const trackerDelivery = (
  name: string,
  payload: object,
): { headers: Record<string, string>; body: string } => {
  const body = JSON.stringify(payload);
  return { headers: tracker.sign(body, { secret: SECRET, name }), body };
};

const mappedTracker: Provider & EventMapped<Record<string, WebhookEvent>> = tracker;

type AnyHandlers = Record<string, (event: { type: string }) => unknown>;

function trackerWith(on: AnyHandlers, onEvent?: () => unknown): ReturnType<typeof createReceiver> {
  return createReceiver({
    provider: mappedTracker,
    secret: SECRET,
    on,
    onEvent,
    onError: () => {},
  });
}

describe("handlers of an action", () => {
  it("run before that of the type and onEvent, each awaited", async () => {
    const order: string[] = [];
    const receive = trackerWith(
      {
        issues: (event) => order.push(event.type),
        async "issues.labeled"(event) {
          await Promise.resolve();
          order.push(`labeled ${event.type}`);
        },
      },
      () => order.push("any"),
    );
    expect(await receive(trackerDelivery("issues", { action: "labeled" }))).toMatchObject({
      body: '{"code":"handled"}',
    });
    await receive(trackerDelivery("issues", { action: "opened" }));
    expect(order).toEqual(["labeled issues", "issues", "any", "issues", "any"]);
  });

  it("alone make an event handled, and another action ignored", async () => {
    const receive = trackerWith({ "issues.labeled": () => {} });
    expect((await receive(trackerDelivery("issues", { action: "labeled" }))).body).toBe('{"code":"handled"}');
    expect((await receive(trackerDelivery("issues", { action: "opened" }))).body).toBe('{"code":"ignored"}');
  });

  it("stop what comes after them when they throw", async () => {
    const receive = trackerWith({
      "issues.labeled": () => Promise.reject(new Error("x")),
      issues: () => expect.unreachable(),
    });
    const response = await receive(trackerDelivery("issues", { action: "labeled" }));
    expect(response).toMatchObject({ status: 500, body: '{"code":"handler-failed"}' });
  });

  it("give way to a type of that very name", async () => {
    const seen: string[] = [];
    const receive = trackerWith({ "issues.opened": (event) => seen.push(event.type) });
    await receive(trackerDelivery("issues", { action: "opened" }));
    await receive(trackerDelivery("issues.opened", {}));
    expect(seen).toEqual(["issues.opened"]);
  });

  it("are found where types or actions hold dots", async () => {
    const seen: string[] = [];
    const receive = trackerWith({
      "pull.request.closed": () => seen.push("closed"),
      "pull.request.re.opened": () => seen.push("re.opened"),
    });
    await receive(trackerDelivery("pull.request", { action: "closed" }));
    await receive(trackerDelivery("pull.request", { action: "re.opened" }));
    expect(seen).toEqual(["closed", "re.opened"]);
  });

  it.each([
    { name: "issues.labelled", why: "the actions of issues are opened, labeled" },
    { name: "push.forced", why: "push has no actions" },
    { name: "isues.labeled", why: "which tracker does not send." },
    { name: "toString.call", why: "which tracker does not send." },
    { name: ".labeled", why: "which tracker does not send." },
    { name: "issues.", why: "the actions of issues are opened, labeled" },
  ])("that no delivery can have is a TypeError that says why: $name", ({ name, why }) => {
    expect(() => trackerWith({ [name]: () => {} })).toThrow(TypeError);
    expect(() => trackerWith({ [name]: () => {} })).toThrow(`on has a handler for "${name}"`);
    expect(() => trackerWith({ [name]: () => {} })).toThrow(why);
  });

  it("run for GitHub's deliveries", async () => {
    const seen: unknown[] = [];
    const receive = createReceiver({
      provider: github,
      secret: SECRET,
      on: { "issues.assigned": (event) => seen.push(event.payload.action, event.payload.assignee?.login) },
    });
    const [payload] = JSON.parse(await readFile(ISSUES, "utf8")) as [object];
    const delivery = signedDelivery(github, payload, { secret: SECRET, name: "issues" });
    expect(await receive(delivery)).toMatchObject({ status: 200, body: '{"code":"handled"}' });
    expect(seen).toEqual(["assigned", "Codertocat"]);
  });
});
