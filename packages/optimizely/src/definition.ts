import type { ProviderDefinition } from "@flaghook/core";
import { events } from "./events.ts";
import { scheme } from "./scheme.ts";

/**
 * A test passes it to `defineHexProvider`, which finds mistakes that `createHexProvider` does not.
 */
export const definition: ProviderDefinition = {
  id: "optimizely",
  scheme,
  eventName: { field: "event" },
  events,
};
