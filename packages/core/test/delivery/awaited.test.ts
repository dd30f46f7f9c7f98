import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { defineProvider, type WebhookEvent } from "../../src/index.ts";
import { body, secret, sign, verifyAcme } from "../support/acme.ts";
import { hexScheme } from "../support/schemes.ts";

const provider = defineProvider<WebhookEvent>({
  id: "acme",
  scheme: hexScheme,
  eventName: { field: "type" },
  events: {},
});
const headers = { "x-acme-signature": sign(body) };
const delivery = { headers, body };

describe("a promise is a TypeError that says await:", () => {
  const foreign = runInNewContext("Promise.resolve('')") as unknown;
  it.each<[string, string, unknown, unknown]>([
    ["body", "a body", { headers, body: Promise.resolve(body) }, { secret }],
    ["body", "a body of another realm", { headers, body: foreign }, { secret }],
    ["headers", "headers, as Next 15 gives", { headers: Promise.resolve(headers), body }, { secret }],
    ["delivery", "a delivery", Promise.resolve(delivery), { secret }],
    ["secret", "a secret", delivery, { secret: Promise.resolve(secret) }],
    ["secret", "a secret in a list", delivery, { secret: [secret, Promise.resolve(secret)] }],
    ["options", "options", delivery, Promise.resolve({ secret })],
  ])("%s: %s", (what, _, given, options) => {
    const error = new TypeError(`${what} is a promise: await it.`);
    const verbs = [
      () => provider.verify(given as never, options as never),
      () => provider.safeVerify(given as never, options as never),
      () => provider.verifySignature(given as never, options as never),
      () => verifyAcme(given as never, options as never),
    ];
    for (const call of verbs) expect(call).toThrow(error);
  });

  it("a body to sign", () => {
    expect(() => provider.sign(Promise.resolve(body) as never, { secret })).toThrow(
      new TypeError("body is a promise: await it."),
    );
  });
});
