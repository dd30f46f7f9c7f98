import { assert, assertObject } from "../errors/assert.ts";
import { assertHexScheme, assertScheme, assertSchemes } from "../signature/assert-scheme.ts";
import { everyPart } from "../signature/every-part.ts";
import type { Scheme } from "../signature/scheme.ts";
import type { SchemeParts } from "../signature/scheme-parts.ts";
import { compileSchemes, compileSignatures } from "../signature/compile-schemes.ts";
import { isObject } from "../validation/check.ts";
import type { Validator } from "../validation/validator.ts";
import {
  assertDefinition,
  assertEvent,
  assertEventName,
  assertId,
  assertSignatureHeaders,
} from "./assert-definition.ts";
import { assembleProvider, type CompileSchemes } from "./assemble-provider.ts";
import {
  isIdIdentity,
  isValidator,
  schemesOf,
  type EventDefinition,
  type EventDefinitions,
  type EventOf,
  type ProviderDefinition,
} from "./definition.ts";
import type { WebhookEvent } from "./event.ts";
import type { EventParts } from "./event-parts.ts";
import { everyEventPart } from "./every-event-part.ts";
import { hexOnly } from "./hex-only.ts";
import type { Provider } from "./provider.ts";
import { withExtras } from "./with-extras.ts";
import { snapshot } from "./snapshot.ts";

const anyScheme: CompileSchemes = (id, schemes) => compileSchemes(id, schemes, everyPart);

/**
 * Makes a provider from its definition.
 *
 * Infers the event's type from the validators. A package that writes its own union passes it:
 * `defineProvider<AcmeEvent>(definition)`. Its type tests then prove that the two agree.
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
 *   eventId: { field: "id", isIdentity: true },
 *   events: {
 *     "order.created": z.looseObject({ order: z.looseObject({ total: z.number() }) }),
 *   },
 * });
 * ```
 */
export function defineProvider<const Id extends string, const Events extends EventDefinitions>(
  definition: ProviderDefinition & { readonly id: Id; readonly events: Events },
): Provider<EventOf<Id, Events>>;
export function defineProvider<Event extends WebhookEvent>(definition: ProviderDefinition): Provider<Event>;
export function defineProvider(definition: ProviderDefinition): Provider {
  const read = readDefinition(definition, assertScheme, assertSchemes);
  return withExtras(assembleProvider(read, anyScheme, everyEventPart), read);
}

/**
 * The same for packages that bring several schemes, all of them signatures, and let their users
 * write the id, the events and the place of their names: it looks for mistakes in these alone, and
 * lacks the code for tokens. The package's tests pass the rest to `defineProvider`.
 *
 * @param parts The code that the schemes and the events need: a bundle has no more. A TypeError
 *   when one is missing. With `validate`, users may pass Standard Schemas.
 * @throws {TypeError} when id, events or eventName are wrong
 *
 * @example
 * ```ts
 * import {
 *   base64,
 *   defineSignaturesProvider,
 *   encodedKey,
 *   listedActions,
 *   oneSignature,
 *   validate,
 *   type EventDefinitions,
 *   type Provider,
 * } from "@flaghook/core";
 *
 * const common = { algorithm: "sha256", encoding: "base64" } as const;
 *
 * const parts = {
 *   base64,
 *   signatures: oneSignature,
 *   key: encodedKey,
 *   actions: listedActions,
 *   validate,
 * };
 *
 * export function createProvider(id: string, events: EventDefinitions): Provider {
 *   const scheme = [
 *     { ...common, header: "x-new", key: { encoding: "base64", prefix: "new_" } },
 *     { ...common, header: "x-old", key: { encoding: "base64", prefix: "old_" } },
 *   ] as const;
 *   return defineSignaturesProvider({ id, events, eventName: { field: "type" }, scheme }, parts);
 * }
 * ```
 */
export function defineSignaturesProvider<const Id extends string, const Events extends EventDefinitions>(
  definition: ProviderDefinition & { readonly id: Id; readonly events: Events },
  parts: SchemeParts & EventParts,
): Provider<EventOf<Id, Events>>;
export function defineSignaturesProvider<Event extends WebhookEvent>(
  definition: ProviderDefinition,
  parts: SchemeParts & EventParts,
): Provider<Event>;
export function defineSignaturesProvider(
  given: ProviderDefinition,
  parts: SchemeParts & EventParts,
): Provider {
  assertObject("definition", given);
  const definition = snapshot(given, 2);
  assertId(definition.id);
  assertEventName(definition.eventName);
  assertSignatureHeaders(definition);
  const read = Object.assign(definition, { events: readEvents(definition) });
  const compile: CompileSchemes = (id, schemes) => compileSignatures(id, schemes, parts);
  return withExtras(assembleProvider(read, compile, parts), read);
}

/**
 * The same for a hex scheme: one signature in hex of the body alone. A bundle is 3.6 KB smaller,
 * since it lacks what reads base64, ids, timestamps and several signatures.
 *
 * @throws {TypeError} when the definition contradicts itself, or has a scheme of another kind
 *
 * @example
 * ```ts
 * import { defineHexProvider, type WebhookEvent } from "@flaghook/core";
 *
 * export const acme = defineHexProvider<WebhookEvent>({
 *   id: "acme",
 *   scheme: { header: "x-acme-signature", algorithm: "sha256", encoding: "hex" },
 *   eventName: { field: "type" },
 *   events: { ping: () => true },
 * });
 * ```
 */
export function defineHexProvider<Event extends WebhookEvent>(
  definition: ProviderDefinition,
): Provider<Event>;
export function defineHexProvider(definition: ProviderDefinition): Provider {
  return assembleProvider(readDefinition(definition, assertHexScheme), hexOnly, everyEventPart);
}

/** A definition that was read once, in which there is no mistake. */
function readDefinition(
  given: ProviderDefinition,
  assertOne: (scheme: Scheme) => void,
  assertAll?: (schemes: readonly Scheme[]) => void,
): ProviderDefinition {
  assertObject("definition", given);
  const { events, ...others } = snapshot(given, 1);
  // Lists in a list of schemes lie deepest.
  const definition: ProviderDefinition = Object.assign(snapshot(others, 5), { events });
  assertDefinition(definition);
  const { signOnlySchemes = [] } = definition;
  const schemes = schemesOf(definition);
  [...schemes, ...signOnlySchemes].forEach(assertOne);
  const isHex =
    schemes.length === 1 && definition.methods === undefined && definition.handshake === undefined;
  if (assertAll !== undefined) assertAll(schemes);
  else
    assert(
      isHex,
      "not a hex provider, which has one scheme, no methods and no handshake: use defineProvider.",
    );
  assertSignatureHeaders(definition);
  return Object.assign(definition, { events: readEvents(definition) });
}

/** Copies of the events, each without a mistake. */
function readEvents(definition: ProviderDefinition): ProviderDefinition["events"] {
  const { events } = definition;
  const isIdentifiedById = isIdIdentity(definition);
  const read = (name: string, given: EventDefinition | Validator): EventDefinition | Validator => {
    const event = readEvent(given);
    assertEvent(name, event, isIdentifiedById);
    return event;
  };
  if (typeof events === "function") {
    // A lookup gives events at which nobody has looked.
    const find = (name: string): EventDefinition | Validator | undefined => {
      const event = events(name);
      return event && read(name, event);
    };
    return Object.assign(find, { names: events.names });
  }
  assert(isObject(events), "events must be an object.");
  const entries = Object.entries(events).map(([name, event]) => [name, read(name, event)]);
  return Object.assign(Object.create(null), Object.fromEntries(entries)) as ProviderDefinition["events"];
}

/** Never copies a validator: it may be of a class. */
function readEvent(given: EventDefinition | Validator): EventDefinition | Validator {
  if (!isObject(given) || isValidator(given)) return given;
  const event = snapshot<EventDefinition>(given, 1);
  const { actions, repeatable } = event;
  const lists = { actions: snapshot(actions, 1), repeatable: snapshot(repeatable, 1) };
  return Object.assign(event, lists) as EventDefinition;
}
