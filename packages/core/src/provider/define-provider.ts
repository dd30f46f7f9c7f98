import { authenticate } from "../signature/authenticate.ts";
import { checkDefinition, checkSignatureHeaders } from "./assert-definition.ts";
import type { CompiledScheme } from "../signature/compile-scheme.ts";
import type { ProviderDefinition } from "./definition.ts";
import { WebhookError } from "../errors/error.ts";
import { checkObject } from "../delivery/verify-options.ts";
import { linkParser } from "./parser-link.ts";
import { compileParser } from "./event-parser.ts";
import type { Provider } from "./provider.ts";
import type { SignatureScheme } from "../signature/scheme.ts";
import { compileSigner } from "./sign.ts";
import { snapshot } from "./snapshot.ts";

/** Makes a provider, with what compiles its schemes: which one decides what else is in a bundle. */
export function makeProvider(
  given: ProviderDefinition,
  compile: (provider: string, scheme: SignatureScheme) => CompiledScheme,
): Provider {
  const definition = copyDefinition(given);
  checkDefinition(definition);
  const { id, scheme, eventName, alsoSigns = [] } = definition;
  const signature = compile(id, scheme);
  const schemes = [signature, ...alsoSigns.map((one) => compile(id, one))];
  checkSignatureHeaders(definition);
  const parser = compileParser(definition);
  let events: Provider["events"] | undefined;

  const provider: Provider = {
    id,
    scheme,
    get events() {
      return (events ??= parser.describeEvents());
    },
    eventName: typeof eventName === "function" ? "payload" : { ...eventName },
    ...(definition.eventId && { eventId: { ...definition.eventId, signed: parser.idIsSigned } }),
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

/** Reads a definition once, down to where code of its own begins. */
function copyDefinition(given: ProviderDefinition): ProviderDefinition {
  checkObject("definition", given);
  const { events, ...others } = snapshot(given, 1);
  // Validators may be of a class, and are not copied. Lists of schemes with lists are what lies deepest.
  return Object.assign(snapshot(others, 5), { events: snapshot(events, 1) });
}
