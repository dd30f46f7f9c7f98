import type { EventContext, ProviderDefinition } from "@flaghook/core";
import { isObject } from "@flaghook/core/check";
import { checkOf } from "@flaghook/core/shape";
import { sortEvents } from "./export-events.ts";
import { scheme } from "./scheme.ts";
import { exportShape, notifyShape } from "./shapes.ts";

/**
 * A test passes it to `defineHexProvider`, which finds mistakes that `createHexProvider` does not.
 */
export const definition: ProviderDefinition = {
  id: "goff",
  scheme,
  eventName,
  events: {
    export: { validator: checkOf(exportShape) },
    // Sent once: the same bytes a minute later are a new one.
    notify: { validator: checkOf(notifyShape), repeatable: true, repeatWindowSeconds: 60 },
  },
  extraFields,
  constantHeaders: { "user-agent": "Go-http-client/1.1" },
};

/**
 * The body's shape alone tells the two senders apart. With neither or both keys it is neither's.
 */
function eventName(payload: unknown): string | undefined {
  if (!isObject(payload)) return undefined;
  const isExport = Object.hasOwn(payload, "events");
  const isNotify = Object.hasOwn(payload, "flags");
  if (isExport === isNotify) return undefined;
  return isExport ? "export" : "notify";
}

/** Moves elements that have no type out of the batch and onto the event. */
function extraFields({ type, payload }: EventContext): object | undefined {
  if (type !== "export") return undefined;
  const batch = payload as { readonly events: readonly unknown[] | null }; // the check has passed
  const { known, others } = sortEvents(batch.events);
  return known === batch.events
    ? { otherEvents: others }
    : { payload: { ...batch, events: known }, otherEvents: others };
}
