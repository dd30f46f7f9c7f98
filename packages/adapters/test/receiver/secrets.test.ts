import { WebhookError } from "@flaghook/core";
import { describe, expect, it } from "vitest";
import type { VerifiedDelivery } from "../../src/index.ts";
import { deliver, PING, SECRET, type AcmeEvent } from "../support/acme.ts";
import { receiverWith } from "../support/receiver-with.ts";

describe("secrets", () => {
  it("reports which secret matched, by place and label", async () => {
    const seen: Partial<VerifiedDelivery<AcmeEvent>>[] = [];
    const secret = ["first", { label: "2026-11", secret: new TextEncoder().encode("second") }];
    const { receive } = receiverWith({
      secret,
      onVerified: ({ secretIndex, label, event, provider }) =>
        seen.push({ secretIndex, label, event, provider }),
    });
    await receive(deliver(PING, "first"));
    await receive(deliver(PING, "second"));
    await receive(deliver(PING, "third"));
    expect(seen).toMatchObject([
      { provider: "acme", secretIndex: 0, label: undefined, event: { type: "ping" } },
      { provider: "acme", secretIndex: 1, label: "2026-11", event: { type: "ping" } },
    ]);
    expect(seen).toHaveLength(2);
  });

  it("reports the secret of a signed payload that breaks its schema", async () => {
    const seen: unknown[] = [];
    const { receive } = receiverWith({
      secret: { label: "only", secret: SECRET },
      onVerified: ({ label, event }) => seen.push([label, event]),
    });
    await receive(deliver('{"type":"ping"}'));
    expect(seen).toEqual([["only", undefined]]);
  });

  it("is not stopped by an onVerified that throws", async () => {
    const failure = new Error("metrics are down");
    const { receive, errors, contexts } = receiverWith({ onVerified: () => Promise.reject(failure) });
    expect(await receive(deliver(PING))).toMatchObject({ status: 200 });
    expect(errors).toEqual([failure]);
    expect(contexts).toMatchObject([{ stage: "notify" }]);
  });

  it.each([
    { name: "null", found: null },
    { name: "an empty list", found: [] },
  ])("refuses like a wrong signature when the lookup finds $name", async ({ found }) => {
    const { receive } = receiverWith({ secret: () => found });
    expect(await receive(deliver(PING))).toMatchObject({
      status: 403,
      body: '{"code":"signature-mismatch"}',
    });
    expect(await receive({ headers: {}, body: PING })).toMatchObject({ status: 401 });
  });

  it("responds 500 when the lookup throws, or finds what cannot be a secret", async () => {
    const failure = new Error("key store is down");
    const down = receiverWith({ secret: () => Promise.reject(failure) });
    expect(await down.receive(deliver(PING))).toMatchObject({
      status: 500,
      body: '{"code":"secret-failed"}',
    });
    expect(down.errors).toEqual([failure]);
    expect(down.contexts).toMatchObject([{ stage: "secret", isVerified: false }]);

    const wrong = receiverWith({ secret: () => 7 as never });
    expect(await wrong.receive(deliver(PING))).toMatchObject({
      status: 500,
      body: '{"code":"secret-failed"}',
    });
    expect(wrong.errors).toMatchObject([{ name: "TypeError" }]);
  });

  it("responds 500 to whatever the lookup throws, even a refusal of another delivery", async () => {
    const { receive } = receiverWith({
      secret: () => {
        throw new WebhookError("signature-mismatch", "keys", "the key store's own webhook was forged");
      },
    });
    expect(await receive(deliver(PING))).toMatchObject({ status: 500, body: '{"code":"secret-failed"}' });
  });

  it.each([
    { name: "undefined", found: undefined, what: "returned undefined" },
    { name: "an empty string", found: "", what: "returned an empty string" },
    { name: "a list with an unset entry", found: [SECRET, undefined], what: "undefined at place 1" },
    {
      name: "an unset labelled secret",
      found: { label: "a", secret: undefined },
      what: "returned undefined",
    },
    {
      name: "a list with a labelled empty secret",
      found: [{ label: "a", secret: "" }, SECRET],
      what: "an empty string at place 0",
    },
  ])(
    "responds 500 secret-missing when the function returns $name, at once or later",
    async ({ found, what }) => {
      for (const secret of [() => found, async () => found]) {
        const { receive, errors, contexts } = receiverWith({ secret });
        expect(await receive(deliver(PING))).toMatchObject({
          status: 500,
          body: '{"code":"secret-missing"}',
        });
        expect(errors).toMatchObject([{ name: "ReceiverError", code: "secret-missing", status: 500 }]);
        expect(String(errors[0])).toContain(what);
        expect(String(errors[0])).not.toContain(SECRET);
        expect(contexts).toMatchObject([{ stage: "secret", isVerified: false }]);
      }
    },
  );

  it("goes by what the function returns now, not by what it returned before", async () => {
    let secret: string | undefined = "first";
    const { receive } = receiverWith({ secret: () => secret });
    const statusOf = async (signedWith: string): Promise<number> =>
      (await receive(deliver(PING, signedWith))).status;
    expect([await statusOf("first"), await statusOf("first"), await statusOf("second")]).toEqual([
      200, 200, 403,
    ]);
    secret = "second";
    expect([await statusOf("first"), await statusOf("second")]).toEqual([403, 200]);
    secret = undefined;
    expect(await statusOf("second")).toBe(500);
  });

  it("takes what a query builder finds: a thenable that is no promise", async () => {
    // oxlint-disable-next-line unicorn/no-thenable
    const query = { then: (resolve: (secret: string) => void) => resolve(SECRET) };
    const { receive } = receiverWith({ secret: () => query as PromiseLike<string> });
    expect(await receive(deliver(PING))).toMatchObject({ status: 200 });
  });

  it("does not look a secret up for a body that is too large", async () => {
    const { receive } = receiverWith({ maxBodyBytes: 4, secret: () => expect.unreachable() });
    expect(await receive(deliver(PING))).toMatchObject({ status: 413 });
  });
});
