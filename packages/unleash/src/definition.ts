import type { EventDefinition, ProviderDefinition } from "@flaghook/core";
import { checkOf } from "@flaghook/core/shape";
import { eventNames } from "./event-names.ts";
import { scheme } from "./scheme.ts";
import { unleashShape } from "./shapes.ts";
import { unquote } from "./unquote.ts";

const event: EventDefinition = { validator: checkOf(unleashShape) };

/**
 * A test passes it to `defineProvider`, which finds mistakes that `createTokenProvider` does not.
 *
 * The `id` rises with each event of one instance, and two instances have the same ids: give each
 * its own inbox scope. The secret is the whole value of the Authorization header.
 */
export const definition: ProviderDefinition = {
  id: "unleash",
  scheme,
  eventName: { field: "type" },
  eventId: { field: "id", isIdentity: true },
  events: Object.fromEntries(eventNames.map((name) => [name, event])),
  unwrap: unquote,
};
