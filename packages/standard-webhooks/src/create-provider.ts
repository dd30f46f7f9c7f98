import {
  base64,
  defineSignaturesProvider,
  encodedKey,
  listedActions,
  readList,
  signatureList,
  signedId,
  timeInHeader,
  validate,
  type EventDefinitions,
  type EventOf,
  type Provider,
  type ProviderDefinition,
} from "@flaghook/core";
import { commonOf, nameOf } from "./definition.ts";
import type { HeaderFamily } from "./scheme.ts";

/** Which sender {@link createProvider} makes a provider for. */
export interface CreateProviderOptions<Id extends string, Events extends EventDefinitions> {
  /** Name in every event and error: lower-case letters, digits and hyphens. */
  readonly id: Id;
  /**
   * A validator for each event, by the sender's name for it: any Standard Schema or a check. All
   * other events are `unknown`.
   */
  readonly events: Events;
  /**
   * How the sender's headers begin: `webhook-id` or `svix-id`. Default `"webhook"`. We look at no
   * others.
   */
  readonly headers?: HeaderFamily;
  /**
   * Where the event's name is, for senders that do not follow the recommendation. Default: the
   * `type` of the payload.
   */
  readonly eventName?: ProviderDefinition["eventName"];
}

/**
 * A provider for one sender that follows Standard Webhooks, with validators of your own. It
 * verifies exactly as `standardWebhooks` does.
 *
 * @throws {TypeError} when an option is wrong or unknown
 *
 * @example
 * ```ts
 * import { createProvider } from "@flaghook/standard-webhooks";
 * import * as z from "zod/mini";
 *
 * const shop = createProvider({
 *   id: "shop",
 *   headers: "svix",
 *   events: { "invoice.paid": z.looseObject({ data: z.looseObject({ total: z.number() }) }) },
 * });
 *
 * export async function POST(request: Request): Promise<Response> {
 *   const body = new Uint8Array(await request.arrayBuffer());
 *   const secret = process.env.SHOP_WEBHOOK_SECRET!; // whsec_… or whpk_…
 *   const event = shop.verify({ headers: request.headers, body }, { secret });
 *   if (event.type === "invoice.paid") console.log(event.payload.data.total);
 *   return new Response(null, { status: 204 });
 * }
 * ```
 */
export function createProvider<const Id extends string, const Events extends EventDefinitions>(
  options: CreateProviderOptions<Id, Events>,
): Provider<EventOf<Id, Events>> {
  const { id, events, headers = "webhook", eventName = nameOf, ...others } = options;
  if (headers !== "webhook" && headers !== "svix") {
    throw new TypeError('standard-webhooks: headers must be "webhook" or "svix".');
  }
  for (const name of Object.keys(others)) {
    throw new TypeError(`standard-webhooks: there is no option ${JSON.stringify(name)}.`);
  }
  return defineSignaturesProvider(
    { id, events, eventName, ...commonOf(headers) },
    {
      base64,
      signatures: signatureList,
      id: signedId,
      timestamp: timeInHeader,
      key: encodedKey,
      validate,
      actions: listedActions,
      isList: readList,
    },
  );
}
