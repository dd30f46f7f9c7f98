import { checkScheme } from "../signature/assert-scheme.ts";
import { compileScheme } from "../signature/compile-scheme.ts";
import type {
  EventDefinitions,
  EventOf,
  FieldSource,
  HeaderSource,
  ProviderDefinition,
} from "./definition.ts";
import type { BodyInput, DeliveryInput } from "../delivery/delivery.ts";
import type { WebhookError } from "../errors/error.ts";
import type { Dedupe, WebhookEvent } from "./event.ts";
import type { VerifyOptions } from "../delivery/verify-options.ts";
import type { SignatureScheme } from "../signature/scheme.ts";
import { makeProvider } from "./define-provider.ts";
import { compilePlain } from "../signature/hex-scheme.ts";
import type { SignOptions } from "./sign.ts";

/** A provider as adapters, the inbox, the CLI and the testing package take it. */
export interface Provider<Event extends WebhookEvent = WebhookEvent> {
  /** Lower-case name, e.g. `"github"`. Stands in every event and error. */
  readonly id: Event["provider"];
  /** How deliveries are signed. */
  readonly scheme: SignatureScheme;
  /** Known events by name. An object without a prototype. */
  readonly events: Readonly<Record<string, EventInfo>>;
  /** Where the event's name stands: a header, a field of the payload, or `"payload"` when its shape tells. */
  readonly eventName: HeaderSource | FieldSource | "payload";
  /** Where the id stands and whether the signature covers it. Absent when the provider sends none. */
  readonly eventId?: (HeaderSource | FieldSource) & { readonly signed: boolean };
  /** Every header beside the signature that an event is made from, in lower case. */
  readonly storedHeaders: readonly string[];

  /** Verifies a delivery and gives its event. Throws WebhookError for a refused delivery, TypeError for misuse. */
  verify(delivery: DeliveryInput, options: VerifyOptions): Event;
  /** Like `verify`, with the WebhookError in the result. TypeErrors are still thrown. */
  safeVerify(delivery: DeliveryInput, options: VerifyOptions): SafeVerifyResult<Event>;
  /** Verifies the signature alone. Returns nothing; throws WebhookError. */
  verifySignature(delivery: DeliveryInput, options: VerifyOptions): void;
  /** Every header the provider would send with this body. */
  sign(body: BodyInput, options: SignOptions): Record<string, string>;
}

/** What a provider says about one of its events. */
export interface EventInfo {
  /** Listed values of the payload's `action`; absent when the event has none. */
  readonly actions?: readonly string[];
  /** What the `dedupeKey` is worth, for an action that `repeatableActions` does not name. */
  readonly dedupe: Dedupe;
  /** Actions for which equal bytes can be a new occurrence. */
  readonly repeatableActions?: readonly string[];
}

/** Either the event or the reason it was refused. */
export type SafeVerifyResult<Event> =
  | { readonly ok: true; readonly event: Event }
  | { readonly ok: false; readonly error: WebhookError };

/**
 * Makes a provider from its definition.
 *
 * The event's type is inferred from the validators. A package that writes its own union passes it:
 * `defineProvider<AcmeEvent>(definition)`; that the two agree is then for its type tests to prove.
 *
 * @throws {TypeError} when the definition contradicts itself
 *
 * @example
 * ```ts
 * import { defineProvider } from "@flaghook/core";
 * import * as z from "zod/mini";
 *
 * export const acme = defineProvider({
 *   id: "acme",
 *   scheme: { header: "x-acme-signature", algorithm: "sha256", encoding: "hex" },
 *   eventName: { field: "type" },
 *   eventId: { field: "id" },
 *   identity: "id",
 *   events: {
 *     "order.created": z.looseObject({ id: z.string(), order: z.looseObject({ total: z.number() }) }),
 *   },
 * });
 * ```
 */
export function defineProvider<const Id extends string, const Events extends EventDefinitions>(
  definition: ProviderDefinition & { readonly id: Id; readonly events: Events },
): Provider<EventOf<Id, Events>>;
export function defineProvider<Event extends WebhookEvent>(definition: ProviderDefinition): Provider<Event>;
export function defineProvider(definition: ProviderDefinition): Provider {
  return makeProvider(definition, (id, scheme) => {
    checkScheme(scheme);
    return compileScheme(id, scheme);
  });
}

/**
 * The same for a plain scheme, one signature in hex of the body alone. A bundle is 1 KB smaller with it: it lacks what reads
 * base64, ids, timestamps and several signatures.
 *
 * @throws {TypeError} when the definition contradicts itself, or a scheme in it is not plain
 *
 * @example
 * ```ts
 * import { definePlainProvider, type WebhookEvent } from "@flaghook/core";
 *
 * export const acme = definePlainProvider<WebhookEvent>({
 *   id: "acme",
 *   scheme: { header: "x-acme-signature", algorithm: "sha256", encoding: "hex" },
 *   eventName: { field: "type" },
 *   events: { ping: () => true },
 * });
 * ```
 */
export function definePlainProvider<Event extends WebhookEvent>(
  definition: ProviderDefinition,
): Provider<Event>;
export function definePlainProvider(definition: ProviderDefinition): Provider {
  return makeProvider(definition, compilePlain);
}
