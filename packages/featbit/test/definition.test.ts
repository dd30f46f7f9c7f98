import { defineHexProvider } from "@flaghook/core";
import { expect, test } from "vitest";
import { definition } from "../src/definition.ts";
import { featbit } from "../src/index.ts";

test("the definition has no mistake, and is the provider's", () => {
  const { id, events, eventName, eventId, storedHeaders } = defineHexProvider(definition);
  expect({ id, events, eventName, eventId, storedHeaders }).toEqual({
    id: featbit.id,
    events: featbit.events,
    eventName: featbit.eventName,
    eventId: featbit.eventId,
    storedHeaders: featbit.storedHeaders,
  });
});
