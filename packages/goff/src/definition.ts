import type { ProviderDefinition } from "@flaghook/core";
import { eventName, events, extraFields } from "./events.ts";
import { scheme } from "./scheme.ts";

/**
 * A test passes it to `defineHexProvider`, which finds mistakes that `createHexProvider` does not.
 */
export const definition: ProviderDefinition = {
  id: "goff",
  scheme,
  eventName,
  events,
  extraFields,
  constantHeaders: { "user-agent": "Go-http-client/1.1" },
};
