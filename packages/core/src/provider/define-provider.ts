import { WebhookError } from "../errors/error.ts";
import { assertObject } from "../errors/assert.ts";
import { assertScheme } from "../signature/assert-scheme.ts";
import { authenticate } from "../signature/authenticate.ts";
import { compileScheme, type CompiledScheme } from "../signature/compile-scheme.ts";
import { compileHexScheme } from "../signature/hex-scheme.ts";
import type { SignatureScheme } from "../signature/scheme.ts";
import { assertDefinition, assertSignatureHeaders } from "./assert-definition.ts";
import type {
  EventDefinitions,
  EventOf,
  FieldSource,
  HeaderSource,
  IdSource,
  ProviderDefinition,
} from "./definition.ts";
import { compileParser } from "./event-parser.ts";
import type { WebhookEvent } from "./event.ts";
import { linkParser } from "./provenance.ts";
import type { Provider } from "./provider.ts";
import { compileSigner } from "./sign.ts";
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
  return createProvider(definition, (id, scheme) => {
    assertScheme(scheme);
    return compileScheme(id, scheme);
  });
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
  return createProvider(definition, compileHexScheme);
}

/** @param compile Makes its schemes ready. What it imports is in a bundle, and nothing else. */
function createProvider(
  given: ProviderDefinition,
  compile: (provider: string, scheme: SignatureScheme) => CompiledScheme,
): Provider {
  const definition = copyDefinition(given);
  assertDefinition(definition);
  const { id, scheme, eventName, eventId, signOnlySchemes = [] } = definition;
  const signature = compile(id, scheme);
  const schemes = [signature, ...signOnlySchemes.map((one) => compile(id, one))];
  assertSignatureHeaders(definition);
  const parser = compileParser(definition);
  let events: Provider["events"] | undefined;

  const provider: Provider = {
    id,
    scheme,
    get events() {
      return (events ??= parser.describeEvents());
    },
    eventName: typeof eventName === "function" ? "payload" : { ...eventName },
    ...(eventId && { eventId: { ...placeOf(eventId), signed: parser.idIsSigned } }),
    storedHeaders: parser.storedHeaders,

    verify(delivery, options) {
      const { headers, body, secretIndex } = authenticate(
        id,
        signature,
        delivery,
        options,
        parser.readHeaders,
      );
      return parser.parse(headers, body, secretIndex);
    },

    safeVerify(delivery, options) {
      try {
        return { ok: true, event: provider.verify(delivery, options) };
      } catch (error) {
        if (error instanceof WebhookError) return { ok: false, error };
        throw error;
      }
    },

    verifySignature(delivery, options) {
      authenticate(id, signature, delivery, options);
    },

    sign: compileSigner(definition, schemes),
  };
  return linkParser(provider, parser);
}

function placeOf(source: IdSource): HeaderSource | FieldSource {
  const { isIdentity: _isIdentity, ...place } = source;
  return place;
}

/** Reads a definition once, down to where code of its own begins. */
function copyDefinition(given: ProviderDefinition): ProviderDefinition {
  assertObject("definition", given);
  const { events, ...others } = snapshot(given, 1);
  // Do not copy validators: they may be of a class. Schemes in a list lie deepest.
  return Object.assign(snapshot(others, 5), { events: snapshot(events, 1) });
}
