import { expect, it } from "vitest";
import { object } from "../../src/check.ts";
import { defineProvider } from "../../src/index.ts";

const provider = defineProvider({
  id: "acme",
  scheme: { header: "x-acme-signature", algorithm: "sha256", encoding: "hex" },
  eventName: { header: "x-acme-event" },
  events: { push: { validator: object({}), actions: [] } },
});

function verify(payload: unknown): string {
  const body = JSON.stringify(payload);
  return provider.verify(
    { headers: provider.sign(body, { secret: "s", name: "push" }), body },
    { secret: "s" },
  ).type;
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
  expect(provider.events).toEqual({ push: { dedupe: { kind: "digest", repeatable: false } } });
});
