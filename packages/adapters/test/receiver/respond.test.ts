import { WebhookError } from "@flaghook/core";
import { describe, expect, it } from "vitest";
import type { DeliveryResult } from "../../src/index.ts";
import { deliver, PING, type AcmeEvent } from "../support/acme.ts";
import { receiverWith } from "../support/receiver-with.ts";

describe("respond", () => {
  it("gets the result of every POST, and changes none by returning nothing", async () => {
    const results: DeliveryResult<AcmeEvent>[] = [];
    const { receive } = receiverWith({
      respond(result) {
        results.push(result);
        return undefined;
      },
    });
    expect((await receive(deliver(PING))).status).toBe(200);
    expect((await receive(deliver(PING, "wrong"))).status).toBe(403);
    expect((await receive(deliver('{"type":"ping"}'))).status).toBe(422);
    expect((await receive(deliver("["))).status).toBe(400);
    expect((await receive({ ...deliver(PING), method: "GET" })).status).toBe(405);
    expect(results).toMatchObject([
      { isVerified: true, error: undefined, event: { type: "ping" }, response: { status: 200 } },
      {
        isVerified: false,
        error: { code: "signature-mismatch" },
        event: undefined,
        response: { status: 403 },
      },
      { isVerified: true, error: { code: "schema-mismatch" }, event: undefined, response: { status: 422 } },
      { isVerified: true, error: { code: "invalid-json" }, event: undefined, response: { status: 400 } },
    ]);
  });

  it("keeps a failed batch aside and responds 2xx, for senders that would resend it without end", async () => {
    const aside: string[] = [];
    const { receive } = receiverWith({
      onEvent: () => Promise.reject(new Error("database is down")),
      async respond({ error, isVerified, delivery }) {
        if (error === undefined || !isVerified) return undefined;
        aside.push(new TextDecoder().decode(delivery.body));
        return { status: 202 };
      },
    });
    expect(await receive(deliver(PING))).toEqual({ status: 202, headers: {}, body: "" });
    expect(await receive(deliver(PING, "wrong"))).toMatchObject({ status: 403 });
    expect(aside).toEqual([PING]);
  });

  it.each([
    { name: "throws", respond: () => Promise.reject(new WebhookError("missing-signature", "acme", "x")) },
    { name: "returns a status that is none", respond: () => ({ status: 42 }) },
    { name: "returns a body with 204", respond: () => ({ status: 204, body: "done" }) },
    {
      name: "returns a header with a line break",
      respond: () => ({ status: 200, headers: { a: "b\r\nc: d" } }),
    },
    { name: "returns a header without a name", respond: () => ({ status: 200, headers: { "": "b" } }) },
    { name: "returns a body that is no string", respond: () => ({ status: 200, body: {} as string }) },
  ])("responds 500 when it $name", async ({ respond }) => {
    const { receive, contexts } = receiverWith({ respond });
    expect(await receive(deliver(PING))).toMatchObject({ status: 500, body: '{"code":"response-failed"}' });
    expect(contexts).toMatchObject([{ stage: "respond" }]);
  });
});
