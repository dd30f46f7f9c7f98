import type { ProviderDefinition } from "@flaghook/core";
import { events } from "./events.ts";
import { scheme } from "./scheme.ts";
import { unquote } from "./unquote.ts";

/**
 * A test passes it to `defineProvider`, which finds mistakes that `createTokenProvider` does not.
 */
export const definition: ProviderDefinition = {
  id: "unleash",
  scheme,
  eventName: { field: "type" },
  eventId: { field: "id", isIdentity: true },
  events,
  unwrap: unquote,
};
