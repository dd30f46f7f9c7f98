import { expect, it } from "vitest";
import { object } from "../../src/check.ts";
import { defineProvider } from "../../src/index.ts";

const provider = defineProvider({
  id: "acme",
  scheme: { header: "x-acme-signature", algorithm: "sha256", encoding: "hex" },
  eventName: { header: "x-acme-event" },
  events: {
    push: { validator: object({}), actions: [] },
    deployment: { validator: object({}), actions: ["created"], isActionOptional: true },
  },
});

function verify(payload: unknown, name = "push"): string {
  const body = JSON.stringify(payload);
  const result = provider.safeVerify(
    { headers: provider.sign(body, { secret: "s", name }), body },
    { secret: "s" },
  );
  return result.ok ? result.event.type : result.error.code;
}

it("an event that has no actions comes without one", () => {
  expect(verify({ ref: "main" })).toBe("push");
});

it("an event that has no actions is unknown when it comes with one", () => {
  expect(verify({ ref: "main", action: "opened" })).toBe("unknown");
});

it("what is no action changes nothing", () => {
  expect([verify({ action: null }), verify({ action: 1 })]).toEqual(["push", "push"]);
});

it("says of such an event that it has none", () => {
  expect(provider.events["push"]).toEqual({ dedupe: { kind: "digest", repeatable: false } });
});

it("an event whose action is optional comes without one too, but with no other", () => {
  const payloads = [{ action: "created" }, {}, { action: null }, { action: "undone" }, { action: 1 }];
  expect(payloads.map((payload) => verify(payload, "deployment"))).toEqual([
    "deployment",
    "deployment",
    "deployment",
    "unknown",
    "schema-mismatch",
  ]);
  expect(provider.events["deployment"]?.actions).toEqual(["created"]);
});
