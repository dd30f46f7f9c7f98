import type { EventContext, EventDefinition, ProviderDefinition } from "@flaghook/core";
import { checkOf, optional } from "@flaghook/core/shape";
import { featureRevisionEventNames, noticeEventNames, thingEventNames } from "./event-names.ts";
import { scheme, sdkScheme } from "./scheme.ts";
import {
  featureCreatedShape,
  featureDeletedShape,
  featureRevisionShape,
  featureUpdatedShape,
  noticeShape,
  payloadChangedShape,
  thingShape,
  webhookTestShape,
} from "./shapes.ts";

const revision: EventDefinition = { validator: checkOf(featureRevisionShape) };
const thing: EventDefinition = { validator: checkOf(thingShape) };
const notice: EventDefinition = { validator: checkOf(noticeShape) };

/** Every event that GrowthBook's source lists. */
const events: Readonly<Record<string, EventDefinition>> = {
  "feature.created": { validator: checkOf(featureCreatedShape) },
  "feature.updated": { validator: checkOf(featureUpdatedShape) },
  "feature.deleted": { validator: checkOf(featureDeletedShape) },
  ...Object.fromEntries(featureRevisionEventNames.map((name) => [name, revision])),
  ...Object.fromEntries(thingEventNames.map((name) => [name, thing])),
  ...Object.fromEntries(noticeEventNames.map((name) => [name, notice])),
  // A `raw` payload of these has no time in it: equal bytes may be a new occurrence.
  "experiment.warning": { ...notice, repeatable: true },
  "user.login": { ...notice, repeatable: true },
  "webhook.test": { validator: checkOf(webhookTestShape), repeatable: true },
};

/** A test passes it to the functions that look for mistakes. */
export const definition: ProviderDefinition = {
  id: "growthbook",
  scheme,
  eventName: { field: "event" },
  events,
  methods: ["POST", "PUT", "PATCH"],
  constantHeaders: { "user-agent": "GrowthBook Webhook" },
};

/**
 * The same for the SDK webhooks.
 *
 * A delivery says that what an SDK connection serves may have changed. The headers are those of
 * Standard Webhooks, but the key is the text `wk_…` itself: libraries for Standard Webhooks refuse
 * every delivery.
 *
 * @example
 * ```ts
 * import { growthbookSdk } from "@flaghook/growthbook";
 *
 * export function changedConnection(headers: Headers, body: Uint8Array): string | undefined {
 *   const secret = process.env.GROWTHBOOK_SDK_WEBHOOK_SECRET!; // wk_…
 *   return growthbookSdk.verify({ headers, body }, { secret }).sdkKey;
 * }
 * ```
 */
export const sdkDefinition: ProviderDefinition = {
  id: "growthbook-sdk",
  scheme: sdkScheme,
  eventName: () => "payload.changed",
  // Signed, but new for each attempt.
  eventId: { header: "webhook-id" },
  // Features that go back to what they were have the same bytes, and so have all empty bodies.
  events: { "payload.changed": { validator: checkOf(optional(payloadChangedShape)), repeatable: true } },
  extraHeaders: ["webhook-sdk-key"],
  extraFields: ({ header }: EventContext) => ({ sdkKey: header("webhook-sdk-key") }),
  isBodyOptional: true,
  methods: ["POST", "GET", "PUT", "DELETE", "PURGE", "PATCH"],
  constantHeaders: { "user-agent": "GrowthBook Webhook" },
};
