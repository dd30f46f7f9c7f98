import { WebhookError } from "@flaghook/core";
import { describe, expect, it, vi } from "vitest";
import type { ReceiverInbox } from "../../src/index.ts";
import { deliver, PING } from "../support/acme.ts";
import { deferred } from "../support/deferred.ts";
import { receiverWith } from "../support/receiver-with.ts";

const acceptAll = async (): Promise<"accepted"> => "accepted";

describe("inbox", () => {
  it.each(["accepted", "duplicate", "replay"] as const)(
    "responds 200 once the inbox says %s",
    async (acceptance) => {
      const accept = vi.fn<ReceiverInbox["accept"]>(async () => acceptance);
      const { receive } = receiverWith({ inbox: { accept } });
      const delivery = deliver(PING);
      expect(await receive(delivery)).toMatchObject({
        status: 200,
        body: JSON.stringify({ code: acceptance }),
      });
      expect(accept).toHaveBeenCalledExactlyOnceWith(
        expect.objectContaining({ type: "ping" }),
        expect.objectContaining({ headers: delivery.headers, body: new TextEncoder().encode(PING) }),
        {},
      );
    },
  );

  it("responds only after the delivery is stored", async () => {
    const stored = deferred<"accepted">();
    let hasResponse = false;
    const { receive } = receiverWith({ inbox: { accept: () => stored.promise } });
    const responded = receive(deliver(PING)).then((response) => {
      hasResponse = true;
      return response;
    });
    await new Promise(setImmediate);
    expect(hasResponse).toBe(false);
    stored.resolve("accepted");
    expect(await responded).toMatchObject({ status: 200 });
  });

  it("stores a signed payload that breaks its schema, responds 200 and reports it", async () => {
    const accept = vi.fn<ReceiverInbox["accept"]>(acceptAll);
    const { receive, errors } = receiverWith({ inbox: { accept }, onEvent: () => expect.unreachable() });
    expect(await receive(deliver('{"type":"ping"}'))).toMatchObject({
      status: 200,
      body: '{"code":"accepted"}',
    });
    expect(accept.mock.calls).toMatchObject([[{ code: "schema-mismatch" }, {}, {}]]);
    expect(errors).toMatchObject([{ code: "schema-mismatch" }]);
  });

  it("is never shown a delivery that is not verified, nor one that is not JSON", async () => {
    const { receive } = receiverWith({ inbox: { accept: () => expect.unreachable() } });
    expect(await receive({ headers: {}, body: PING })).toMatchObject({ status: 401 });
    expect(await receive(deliver(PING, "wrong"))).toMatchObject({ status: 403 });
    expect(await receive(deliver("["))).toMatchObject({ status: 400 });
  });

  it.each([
    { name: "an error", failure: new Error("disk full"), status: 500, code: "inbox-failed" },
    {
      name: "an error of status 413",
      failure: Object.assign(new Error("x"), { status: 413 }),
      status: 413,
      code: "body-too-large",
    },
    {
      name: "a WebhookError",
      failure: new WebhookError("body-too-large", "acme", "x"),
      status: 413,
      code: "body-too-large",
    },
    {
      name: "an error of another status",
      failure: Object.assign(new Error("x"), { status: 204 }),
      status: 500,
      code: "inbox-failed",
    },
  ])("responds $status when storing fails with $name", async ({ failure, status, code }) => {
    const { receive, errors, contexts } = receiverWith({ inbox: { accept: () => Promise.reject(failure) } });
    expect(await receive(deliver(PING))).toMatchObject({ status, body: JSON.stringify({ code }) });
    expect(errors).toEqual([failure]);
    expect(contexts).toMatchObject([{ stage: "inbox", isVerified: true }]);
  });

  it("passes the scope on, fixed or found by delivery", async () => {
    const scopes: unknown[] = [];
    const inbox = {
      accept: async (_verified: unknown, _delivery: unknown, options: unknown) => {
        scopes.push(options);
        return "accepted" as const;
      },
    };
    await receiverWith({ inbox, scope: "tenant-a" }).receive(deliver(PING));
    await receiverWith({ inbox, scope: async ({ request }) => String(request) }).receive({
      ...deliver(PING),
      request: "b",
    });
    expect(scopes).toEqual([{ scope: "tenant-a" }, { scope: "b" }]);
  });

  it("runs handlers after acceptance, and not for a duplicate or a replay", async () => {
    const order: string[] = [];
    const acceptances = ["accepted", "duplicate", "replay"] as const;
    for (const acceptance of acceptances) {
      const accept = async (): Promise<typeof acceptance> => {
        order.push(acceptance);
        return acceptance;
      };
      await receiverWith({ inbox: { accept }, onEvent: () => order.push("handler") }).receive(deliver(PING));
    }
    expect(order).toEqual(["accepted", "handler", "duplicate", "replay"]);
  });

  it("responds 200 when a handler throws after acceptance, and reports it", async () => {
    const failure = new Error("handler");
    const { receive, errors } = receiverWith({
      inbox: { accept: acceptAll },
      onEvent: () => Promise.reject(failure),
    });
    expect(await receive(deliver(PING))).toMatchObject({ status: 200, body: '{"code":"accepted"}' });
    expect(errors).toEqual([failure]);
  });
});
