import { assert, assertObject } from "../errors/assert.ts";
import { assertHexScheme, assertScheme, assertSchemes } from "../signature/assert-scheme.ts";
import type { Scheme } from "../signature/scheme.ts";
import { compileSchemes, compileSignatures } from "../signature/compile-schemes.ts";
import { isObject } from "../validation/check.ts";
import { validate } from "../validation/validate.ts";
import type { Validator } from "../validation/validator.ts";
import { assertDefinition, assertEvent, assertSignatureHeaders } from "./assert-definition.ts";
import { assembleProvider } from "./assemble-provider.ts";
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
import { hexOnly } from "./hex-only.ts";
import type { Provider } from "./provider.ts";
import { withExtras } from "./with-extras.ts";
import { snapshot } from "./snapshot.ts";

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
  return withExtras(assembleProvider(read, compileSchemes, validate), read);
}

/**
 * The same for packages that bring several schemes, all of them signatures, and let their users
 * write the rest: a bundle is 1.4 KB smaller, since it looks for no mistakes in the schemes and
 * lacks the code for tokens. The package's tests pass the schemes to `defineProvider`.
 *
 * @throws {TypeError} when anything but the schemes contradicts itself
 *
 * @example
 * ```ts
 * import { defineSignaturesProvider, type EventDefinitions, type Provider } from "@flaghook/core";
 *
 * const common = { algorithm: "sha256", encoding: "base64" } as const;
 *
 * export function createProvider(id: string, events: EventDefinitions): Provider {
 *   return defineSignaturesProvider({
 *     id,
 *     events,
 *     eventName: { field: "type" },
 *     scheme: [
 *       { ...common, header: "x-new", key: { encoding: "base64", prefix: "new_" } },
 *       { ...common, header: "x-old", key: { encoding: "base64", prefix: "old_" } },
 *     ],
 *   });
 * }
 * ```
 */
export function defineSignaturesProvider<const Id extends string, const Events extends EventDefinitions>(
  definition: ProviderDefinition & { readonly id: Id; readonly events: Events },
): Provider<EventOf<Id, Events>>;
export function defineSignaturesProvider<Event extends WebhookEvent>(
  definition: ProviderDefinition,
): Provider<Event>;
export function defineSignaturesProvider(definition: ProviderDefinition): Provider {
  const read = readDefinition(definition, trust, trust);
  return withExtras(assembleProvider(read, compileSignatures, validate), read);
}

/**
 * The same for a hex scheme: one signature in hex of the body alone. A bundle is 1 KB smaller,
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
  return assembleProvider(readDefinition(definition, assertHexScheme), hexOnly, validate);
}

/** In the place of what looks for mistakes in schemes. */
function trust(): void {}

/** A definition that was read once, in which there is no mistake. */
function readDefinition(
  given: ProviderDefinition,
  assertOne: (scheme: Scheme) => void,
  assertAll?: (schemes: readonly Scheme[]) => void,
): ProviderDefinition {
  assertObject("definition", given);
  const { events, ...others } = snapshot(given, 1);
  // Lists in a list of schemes lie deepest.
  const definition: ProviderDefinition = Object.assign(snapshot(others, 5), { events: readEvents(events) });
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
  const { events: lookup } = definition;
  if (typeof lookup !== "function") return definition;
  // A lookup gives events at which nobody has looked.
  const read = (name: string): EventDefinition | Validator | undefined => {
    const event = readEvent(lookup(name));
    if (event !== undefined) assertEvent(name, event, isIdIdentity(definition));
    return event;
  };
  return Object.assign(definition, { events: Object.assign(read, { names: lookup.names }) });
}

function readEvents(given: ProviderDefinition["events"]): ProviderDefinition["events"] {
  if (!isObject(given)) return given;
  const events = Object.entries(given).map(([name, event]) => [name, readEvent(event)]);
  return Object.assign(Object.create(null), Object.fromEntries(events)) as ProviderDefinition["events"];
}

/** Never copies a validator: it may be of a class. */
function readEvent<Given extends EventDefinition | Validator | undefined>(given: Given): Given {
  if (!isObject(given) || isValidator(given)) return given;
  const event = snapshot<EventDefinition>(given, 1);
  const { actions, repeatable } = event;
  const lists = { actions: snapshot(actions, 1), repeatable: snapshot(repeatable, 1) };
  return Object.assign(event, lists) as Given;
}
