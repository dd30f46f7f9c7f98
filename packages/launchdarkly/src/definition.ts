import type { EventDefinition, ProviderDefinition } from "@flaghook/core";
import { checkOf } from "@flaghook/core/shape";
import { entryKinds } from "./kinds.ts";
import { scheme } from "./scheme.ts";
import { entryShape, flagEntryShape } from "./shapes.ts";

const entry: EventDefinition = { validator: checkOf(entryShape) };

/**
 * A test passes it to `defineHexProvider`, which finds mistakes that `createHexProvider` does not.
 *
 * Each delivery is an entry of the audit log. LaunchDarkly retries once, and entries may come out
 * of order: sort by `payload.date`.
 */
export const definition: ProviderDefinition = {
  id: "launchdarkly",
  scheme,
  eventName: { field: "kind" },
  eventId: { field: "_id", isIdentity: true },
  events: {
    flag: { validator: checkOf(flagEntryShape) },
    ...Object.fromEntries(entryKinds.map((kind) => [kind, entry])),
  },
};
