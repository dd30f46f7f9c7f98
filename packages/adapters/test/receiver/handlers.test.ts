import { WebhookError } from "@flaghook/core";
import { describe, expect, it } from "vitest";
import { deliver, PING } from "../support/acme.ts";
import { receiverWith } from "../support/receiver-with.ts";

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
