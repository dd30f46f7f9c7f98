import { defineProvider } from "@flaghook/core";
import { expect, test } from "vitest";
import { definition } from "../src/definition.ts";
import { unleash } from "../src/index.ts";

test("the definition has no mistake, and is the provider's", () => {
  const { id, events, eventName, eventId, storedHeaders } = defineProvider(definition);
  expect({ id, events, eventName, eventId, storedHeaders }).toEqual({
    id: unleash.id,
    events: unleash.events,
    eventName: unleash.eventName,
    eventId: unleash.eventId,
    storedHeaders: unleash.storedHeaders,
  });
});
