import { describe, expect, it } from "vitest";
import {
  createHexProvider,
  everyEventPart,
  type EventParts,
  type ProviderDefinition,
  type WebhookEvent,
} from "../../src/index.ts";
import { secret } from "../support/acme.ts";
import { hexScheme } from "../support/schemes.ts";

const definition: ProviderDefinition = {
  id: "acme",
  scheme: hexScheme,
  eventName: { field: "type" },
  events: { ping: { validator: () => true, actions: ["sent"], repeatable: ["sent"] } },
  extraHeaders: [{ header: "x-acme-tags", isList: true }],
  extraFields: ({ header }) => ({ tags: header("x-acme-tags") }),
};
const body = '{"type":"ping","action":"sent"}';

function verifyWith(parts: EventParts): WebhookEvent {
  const acme = createHexProvider<WebhookEvent>(definition, parts);
  const headers = { ...acme.sign(body, { secret }), "x-acme-tags": ["one", "two"] };
  return acme.verify({ headers, body }, { secret });
}

describe("the parts that events need", () => {
  it("make the event that defineHexProvider's provider gives", () => {
    expect(verifyWith(everyEventPart)).toMatchObject({ type: "ping", tags: "one, two" });
  });

  it("say in `events` what is known of actions", () => {
    const { events } = createHexProvider<WebhookEvent>(definition, everyEventPart);
    expect(events["ping"]).toMatchObject({ actions: ["sent"], repeatableActions: ["sent"] });
  });

  it.each(["actions", "extraFields", "isList"] as const)("are a TypeError when missing: %s", (name) => {
    const { [name]: _part, ...others } = everyEventPart;
    expect(() => verifyWith(others)).toThrow(TypeError);
  });

  it("take checks alone where there is no `validate`", () => {
    const { validate: _part, ...others } = everyEventPart;
    expect(verifyWith(others)).toMatchObject({ type: "ping" });
  });
});
