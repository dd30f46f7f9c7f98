import { WebhookError } from "../errors/error.ts";
import { authenticate } from "../signature/authenticate.ts";
import type { CompiledScheme } from "../signature/compile-scheme.ts";
import type { Scheme } from "../signature/scheme.ts";
import {
  schemesOf,
  type FieldSource,
  type HeaderSource,
  type IdSource,
  type ProviderDefinition,
} from "./definition.ts";
import { compileParser } from "./event-parser.ts";
import type { EventParts } from "./event-parts.ts";
import { linkParser } from "./provenance.ts";
import type { Provider } from "./provider.ts";
import { compileSigner } from "./sign.ts";

/** Compiles the schemes with which one delivery may be verified: there is at least one. */
export type CompileSchemes = (provider: string, schemes: readonly Scheme[]) => CompiledScheme;

/**
 * Makes a provider of a definition that is right, and that nobody changes.
 *
 * @param compile Makes its schemes ready, those of one list together. Bundles have what this and
 *   `parts` import, and no more.
 */
export function assembleProvider(
  definition: ProviderDefinition,
  compile: CompileSchemes,
  parts: EventParts,
): Provider {
  const { id, eventName, eventId, signOnlySchemes = [] } = definition;
  const schemes = schemesOf(definition);
  const signature = compile(id, schemes);
  const signing = [signature, ...signOnlySchemes.map((one) => compile(id, [one]))];
  const parser = compileParser(definition, parts, signature);
  let events: Provider["events"] | undefined;

  const provider: Provider = {
    id,
    scheme: schemes[0]!,
    schemes,
    get events() {
      return (events ??= parser.events.describe());
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
      authenticate(id, signature, delivery, options, parser.readHeaders);
    },

    sign: compileSigner(definition, signing),
  };
  return linkParser(provider, parser);
}

function placeOf(source: IdSource): HeaderSource | FieldSource {
  const { isIdentity: _isIdentity, ...place } = source;
  return place;
}
