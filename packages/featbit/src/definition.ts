import type { ProviderDefinition } from "@flaghook/core";
import { checkOf } from "@flaghook/core/shape";
import { kindOf, namesIn } from "./names.ts";
import { scheme } from "./scheme.ts";
import { featureFlagShape, segmentShape } from "./shapes.ts";

/**
 * A test passes it to `defineHexProvider`, which finds mistakes that `createHexProvider` does not.
 */
export const definition: ProviderDefinition = {
  id: "featbit",
  scheme,
  eventName: kindOf,
  eventId: { header: "x-featbit-delivery" },
  events: {
    feature_flag: { validator: checkOf(featureFlagShape) },
    segment: { validator: checkOf(segmentShape) },
  },
  extraFields: ({ payload }) => ({ events: namesIn(payload) }),
};
