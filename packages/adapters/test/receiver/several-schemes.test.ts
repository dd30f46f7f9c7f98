import { defineProvider, type SignatureScheme } from "@flaghook/core";
import { describe, expect, it } from "vitest";
import { createReceiver, type SecretInput, type SecretLookup } from "../../src/index.ts";
import { schemesOf } from "../../../standard-webhooks/src/scheme.ts";

const [v1, v1a] = schemesOf("webhook") as [SignatureScheme, SignatureScheme]; // it has two
const acme = defineProvider({
  id: "acme",
  scheme: [v1, v1a, { kind: "token", header: "x-acme-token" }],
  eventName: { field: "type" },
  events: { ping: () => true },
});

const body = '{"type":"ping"}';
const secret = `whsec_${btoa("k".repeat(32))}`;
const privateKey = `whsk_${btoa("p".repeat(32))}`;
const time = new Date(1_767_225_600_000);
const signedBy = (key: string): Record<string, string> =>
  acme.sign(body, { secret: key, id: "msg_1", timestamp: time });

function receiverOf(given: SecretInput | SecretLookup) {
  const lines: string[] = [];
  const receive = createReceiver({
    provider: acme,
    secret: given,
    now: () => time,
    log: (line) => lines.push(line),
  });
  return { receive, lines };
}

describe("a provider with several schemes", () => {
  it.each([
    { name: "a key", given: secret, headers: signedBy(secret), code: "ignored" },
    { name: "a token", given: "token-1", headers: { "x-acme-token": "token-1" }, code: "ignored" },
    {
      name: "a key and a token, which came",
      given: [secret, { token: "token-1" }],
      headers: { "x-acme-token": "token-1" },
      code: "ignored",
    },
    {
      name: "a key, and a token came",
      given: secret,
      headers: { "x-acme-token": "token-1" },
      code: "missing-signature",
    },
    { name: "a key, and nothing came", given: secret, headers: {}, code: "missing-signature" },
  ])("with $name: $code", async ({ given, headers, code }) => {
    const { receive } = receiverOf(given);
    expect((await receive({ headers, body })).body).toBe(`{"code":"${code}"}`);
  });

  it.each([
    { name: "v1", headers: signedBy(secret) },
    { name: "v1a", headers: signedBy(privateKey) },
    { name: "a token", headers: { "x-acme-token": "token-1" } },
  ])("refuses an unknown tenant's $name like a forgery", async ({ headers }) => {
    const { receive, lines } = receiverOf(() => null);
    expect(await receive({ headers, body })).toMatchObject({
      status: 403,
      body: '{"code":"signature-mismatch"}',
    });
    expect(lines).toHaveLength(1);
  });

  it("reads no body of a delivery that came with none of its headers", async () => {
    let reads = 0;
    const stream = {
      async *[Symbol.asyncIterator]() {
        reads++;
        yield new TextEncoder().encode(body);
      },
    };
    const { receive } = receiverOf(secret);
    expect((await receive({ headers: {}, body: stream })).status).toBe(401);
    expect(reads).toBe(0);
    const signed = await receive({ headers: signedBy(secret), body: stream });
    expect([signed.status, reads]).toEqual([200, 1]);
  });
});
