import type { ProviderDefinition } from "@flaghook/core";
import { events } from "./events.ts";
import { scheme } from "./scheme.ts";

/**
 * A test passes it to `defineHexProvider`, which finds mistakes that `createHexProvider` does not.
 */
export const definition: ProviderDefinition = {
  id: "launchdarkly",
  scheme,
  eventName: { field: "kind" },
  eventId: { field: "_id", isIdentity: true },
  events,
};
