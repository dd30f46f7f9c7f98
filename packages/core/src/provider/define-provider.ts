import { authenticate } from "../signature/authenticate.ts";
import { checkDefinition, checkSignatureHeaders } from "./assert-definition.ts";
import type { CompiledScheme } from "../signature/compile-scheme.ts";
import type { ProviderDefinition } from "./definition.ts";
import { WebhookError } from "../errors/error.ts";
import { linkParser } from "./parser-link.ts";
import { compileParser } from "./event-parser.ts";
import type { Provider } from "./provider.ts";
import type { SignatureScheme } from "../signature/scheme.ts";
import { compileSigner } from "./sign.ts";

/** Makes a provider, with what compiles its schemes: which one decides what else is in a bundle. */
export function makeProvider(
  definition: ProviderDefinition,
  compile: (provider: string, scheme: SignatureScheme) => CompiledScheme,
): Provider {
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
    eventName: typeof eventName === "function" ? "payload" : eventName,
    ...(definition.eventId && { eventId: { ...definition.eventId, signed: parser.idIsSigned } }),
    storedHeaders: parser.storedHeaders,

    verify(delivery, options) {
      const { headers, body, secretIndex } = authenticate(id, signature, delivery, options);
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
