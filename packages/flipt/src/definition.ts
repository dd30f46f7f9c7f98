import type { EventDefinition, ProviderDefinition } from "@flaghook/core";
import { checkOf, type Shape } from "@flaghook/core/shape";
import { scheme } from "./scheme.ts";
import {
  constraintShape,
  distributionShape,
  flagShape,
  namespaceShape,
  rolloutShape,
  ruleShape,
  segmentShape,
  tokenShape,
  variantShape,
} from "./shapes.ts";

/**
 * A test passes it to `defineHexProvider`, which finds mistakes that `createHexProvider` does not.
 */
export const definition: ProviderDefinition = {
  id: "flipt",
  scheme,
  eventName: { field: "type" },
  events: {
    flag: audited(flagShape),
    variant: audited(variantShape),
    rule: audited(ruleShape),
    rollout: audited(rolloutShape),
    distribution: audited(distributionShape),
    segment: audited(segmentShape),
    constraint: audited(constraintShape),
    namespace: audited(namespaceShape),
    token: audited(tokenShape),
  },
  constantHeaders: { "user-agent": "Go-http-client/1.1" },
};

function audited(shape: Shape): EventDefinition {
  return { validator: checkOf(shape), actions: ["created", "updated", "deleted"] };
}
