import { defineHexProvider, defineProvider } from "@flaghook/core";
import type { Provider, ProviderDefinition, Scheme, WebhookEvent } from "@flaghook/core";
import { defineSignature } from "@flaghook/core/signature";
import { constantOf, typePrefixOf } from "../../workspace/workspace.ts";
import { paragraphsOf } from "./read-types.ts";
import { providerPartsOf, signaturePartsOf, type Parts } from "./parts.ts";

/** Facts about one provider object of a package. */
export interface ProviderObject {
  readonly id: string;
  /** The exported constant: `standardWebhooks`. */
  readonly constant: string;
  /** The union of its events: `StandardWebhooksEvent`. */
  readonly Event: string;
  /** The name that people know. */
  readonly title: string;
  /** The name of the definition's export. */
  readonly definitionName: string;
  readonly definition: ProviderDefinition;
  /** The definition's docblock without its first paragraph: what is this provider's alone. */
  readonly prose: readonly string[];
  /** A provider of the definition, for what it says of its schemes and events. */
  readonly provider: Provider;
  readonly schemes: readonly Scheme[];
  /** Whether it signs nothing, and sends the secret itself. */
  readonly isToken: boolean;
  /** The smallest function of core that makes it. */
  readonly createProvider: string;
  /** The smallest function of `@flaghook/core/signature` that verifies its signatures. */
  readonly createSignature: string;
  /** What `createProvider` takes beside the definition. */
  readonly providerParts: Parts;
  /** The same for `createSignature`. */
  readonly signatureParts: Parts;
}

/** @throws {TypeError} when the definition contradicts itself */
export function readObject(given: {
  readonly name: string;
  readonly definition: ProviderDefinition;
  readonly title: string;
  /** The text of definition.ts. */
  readonly source: string;
}): ProviderObject {
  const { name, definition, title, source } = given;
  const provider = defineProvider<WebhookEvent>(definition);
  const { id, scheme } = definition;
  const createProvider = isHexDefinition(definition) ? "createHexProvider" : PROVIDERS[kindOf(scheme)];
  const createSignature = SIGNATURES[kindOf(scheme)];
  return {
    id,
    constant: constantOf(id),
    Event: `${typePrefixOf(id)}Event`,
    title,
    definitionName: name,
    definition,
    prose: proseOf(source, name),
    provider,
    schemes: provider.schemes,
    isToken: provider.schemes.every(({ kind }) => kind === "token"),
    createProvider,
    createSignature,
    providerParts: providerPartsOf(definition, provider, !OF_ONE_KIND.has(createProvider)),
    signatureParts: signaturePartsOf(provider, !OF_ONE_KIND.has(createSignature)),
  };
}

/** Those that take one kind of scheme, all of whose code they have. */
const OF_ONE_KIND = new Set([
  "createHexProvider",
  "createTokenProvider",
  "createSignature",
  "createTokenSignature",
]);

type Kind = "hex" | "signature" | "signatures" | "token" | "several";

const PROVIDERS: Readonly<Record<Kind, string>> = {
  hex: "createSignatureProvider", // with methods or a handshake, which hex providers do without
  signature: "createSignatureProvider",
  signatures: "createSignaturesProvider",
  token: "createTokenProvider",
  several: "createProvider",
};

const SIGNATURES: Readonly<Record<Kind, string>> = {
  hex: "createSignature",
  signature: "createSchemeSignature",
  signatures: "createSignaturesSignature",
  token: "createTokenSignature",
  several: "createSchemesSignature",
};

function kindOf(scheme: ProviderDefinition["scheme"]): Kind {
  if (Array.isArray(scheme)) {
    return (scheme as readonly Scheme[]).some(({ kind }) => kind === "token") ? "several" : "signatures";
  }
  const one = scheme as Scheme; // Array.isArray does not narrow a readonly list away
  if (one.kind === "token") return "token";
  return isAccepted(() => defineSignature("provider", one)) ? "hex" : "signature";
}

function isHexDefinition(definition: ProviderDefinition): boolean {
  return isAccepted(() => defineHexProvider(definition));
}

function isAccepted(define: () => unknown): boolean {
  try {
    define();
    return true;
  } catch {
    return false;
  }
}

function proseOf(source: string, name: string): readonly string[] {
  const pattern = new RegExp(`/\\*\\*((?:(?!\\*/)[^])*)\\*/\\nexport const ${name}\\b`);
  return paragraphsOf(pattern.exec(source)?.[1] ?? "").slice(1);
}
