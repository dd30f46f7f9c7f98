import { describe, expect, it } from "vitest";
import {
  defineProvider,
  type EventLookup,
  type ProviderDefinition,
  type WebhookEvent,
} from "../../src/index.ts";
import { secret, sign } from "../support/acme.ts";
import { hexScheme } from "../support/schemes.ts";

/** A provider whose events are looked up, what it was asked for, and a way to deliver to it. */
function lookedUp(events: Record<string, ReturnType<EventLookup>>) {
  const asked: string[] = [];
  const find = (name: string): ReturnType<EventLookup> => {
    asked.push(name);
    return Object.hasOwn(events, name) ? events[name] : undefined;
  };
  const definition: ProviderDefinition = {
    id: "acme",
    scheme: hexScheme,
    eventName: { field: "type" },
    events: Object.assign(find, { names: Object.keys(events) }),
  };
  const provider = defineProvider<WebhookEvent>(definition);
  const deliver = (body: string): WebhookEvent =>
    provider.verify({ headers: { "x-acme-signature": sign(body) }, body }, { secret });
  return { provider, asked, deliver };
}

describe("events that are looked up", () => {
  it("are asked for at their first delivery, once", () => {
    const { asked, deliver } = lookedUp({ ping: () => true, pong: () => true });
    expect(asked).toEqual([]);
    expect([deliver('{"type":"ping"}').type, deliver('{"type":"ping"}').type]).toEqual(["ping", "ping"]);
    expect(asked).toEqual(["ping"]);
  });

  it("are unknown where the lookup has none", () => {
    const { deliver } = lookedUp({ ping: () => true });
    expect(deliver('{"type":"pong"}')).toMatchObject({ type: "unknown", name: "pong" });
  });

  it("stand on the provider by every name that there is", () => {
    const { provider } = lookedUp({ ping: () => true, team: { validator: () => true, actions: ["edited"] } });
    const dedupe = { kind: "digest", repeatable: false };
    expect(provider.events).toEqual({ ping: { dedupe }, team: { actions: ["edited"], dedupe } });
    expect(provider.events).toBe(provider.events);
  });

  it("are a TypeError when they contradict themselves", () => {
    const { deliver } = lookedUp({ ping: { validator: () => true, repeatable: ["edited"] } });
    const message = "repeatable may only list what actions lists.";
    expect(() => deliver('{"type":"ping"}')).toThrow(new TypeError(message));
  });
});
