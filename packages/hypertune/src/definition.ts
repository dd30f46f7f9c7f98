import type { ProviderDefinition } from "@flaghook/core";
import { checkOf } from "@flaghook/core/shape";
import { scheme } from "./scheme.ts";
import { newCommitShape } from "./shapes.ts";

/**
 * A test passes it to `defineHexProvider`, which finds mistakes that `createHexProvider` does not.
 */
export const definition: ProviderDefinition = {
  id: "hypertune",
  scheme,
  eventName: { field: "type" },
  eventId: { field: "id", isIdentity: true },
  events: { NEW_COMMIT: { validator: checkOf(newCommitShape) } },
};
