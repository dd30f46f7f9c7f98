import { defineProvider } from "@flaghook/core";
import { describe, expect, it } from "vitest";
import { createReceiver, type SecretInput, type SecretLookup } from "../../src/index.ts";

const token = "API KEY 123abc";
const body = '{"type":"ping"}';
const acme = defineProvider({
  id: "acme",
  scheme: { kind: "token", header: "authorization" },
  eventName: { field: "type" },
  events: { ping: () => true },
});

/** A receiver of acme's deliveries, and every line that it logs. */
function receiverOf(secret: SecretInput | SecretLookup) {
  const lines: string[] = [];
  const labels: unknown[] = [];
  const receive = createReceiver({
    provider: acme,
    secret,
    log: (line, { error }) => lines.push(line, String(error), JSON.stringify(error)),
    onVerified: ({ label }) => labels.push(label),
  });
  return { receive, lines, labels };
}

describe("a provider that sends the secret itself", () => {
  it.each<{ name: string; secret: SecretInput | SecretLookup; label: string | undefined }>([
    { name: "text", secret: token, label: undefined },
    { name: "{ token }", secret: { token }, label: undefined },
    { name: "a list", secret: ["old", { token }], label: undefined },
    { name: "a label", secret: [{ label: "new", secret: { token } }], label: "new" },
    { name: "a function", secret: () => ({ token }), label: undefined },
    { name: "a promise", secret: async () => [{ label: "later", secret: { token } }], label: "later" },
  ])("is verified with $name", async ({ secret, label }) => {
    const { receive, labels } = receiverOf(secret);
    expect((await receive({ headers: { authorization: token }, body })).status).toBe(200);
    expect(labels).toEqual([label]);
  });

  it.each([
    { name: "no header", headers: {}, status: 401, code: "missing-signature" },
    { name: "another token", headers: { authorization: "a-guess" }, status: 403, code: "signature-mismatch" },
    {
      name: "two of them",
      headers: { authorization: [token, token] as never },
      status: 401,
      code: "malformed-signature",
    },
  ])("refuses $name, and logs none of what came", async ({ headers, status, code }) => {
    const { receive, lines } = receiverOf(token);
    expect(await receive({ headers, body })).toMatchObject({ status, body: `{"code":"${code}"}` });
    expect(lines[0]).toContain(code);
    expect(lines.join("\n")).not.toMatch(/123abc|a-guess/);
  });

  it.each([null, []])("refuses an unknown tenant like a wrong token: %j", async (found) => {
    const { receive } = receiverOf(() => found);
    const headers = { authorization: token };
    expect(await receive({ headers, body })).toMatchObject({ body: '{"code":"signature-mismatch"}' });
  });

  it.each([undefined, ""])("says secret-missing where its variable is %j", async (unset) => {
    const { receive } = receiverOf(() => ({ token: unset }));
    const headers = { authorization: token };
    expect(await receive({ headers, body })).toMatchObject({ body: '{"code":"secret-missing"}' });
  });

  it("an empty token is a TypeError at once", () => {
    expect(() => receiverOf({ token: "" })).toThrow(TypeError);
  });
});
