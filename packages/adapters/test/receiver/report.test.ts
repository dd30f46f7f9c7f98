import { describe, expect, it, vi } from "vitest";
import { createReceiver } from "../../src/index.ts";
import { acme, deliver, PING, SECRET } from "../support/acme.ts";
import { receiverWith } from "../support/receiver-with.ts";

describe("reports without onError", () => {
  it("prints failures of this side and refusals of signed deliveries, and no other", async () => {
    const print = vi.spyOn(console, "error").mockImplementation(() => {});
    try {
      const failure = new Error("handler");
      const receive = createReceiver({
        provider: acme,
        secret: SECRET,
        on: {
          order() {
            throw failure;
          },
        },
      });
      await receive(deliver(PING, "wrong"));
      await receive({ headers: {}, body: PING });
      expect(print.mock.calls).toEqual([]);
      await receive(deliver('{"type":"order","total":1}'));
      await receive(deliver('{"type":"ping"}'));
      await receive({ headers: {}, body: { type: "ping" } as never });
      expect(print.mock.calls).toMatchObject([
        [failure],
        [{ code: "schema-mismatch" }],
        [{ code: "body-not-raw" }],
      ]);
    } finally {
      print.mockRestore();
    }
  });

  it("still responds when onError throws", async () => {
    const { receive } = receiverWith({ onError: () => Promise.reject(new Error("logger is down")) });
    expect(await receive(deliver(PING, "wrong"))).toMatchObject({ status: 403 });
  });
});
