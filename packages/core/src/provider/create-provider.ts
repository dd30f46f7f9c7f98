import { compileScheme } from "../signature/compile-scheme.ts";
import { compileSchemes, compileSignatures } from "../signature/compile-schemes.ts";
import type { SignatureScheme, TokenScheme } from "../signature/scheme.ts";
import type { SchemeParts } from "../signature/scheme-parts.ts";
import { compileTokenScheme } from "../signature/token-scheme.ts";
import { assembleProvider, type CompileSchemes } from "./assemble-provider.ts";
import { hexOnly } from "./hex-only.ts";
import type { ProviderDefinition } from "./definition.ts";
import type { EventParts } from "./event-parts.ts";
import type { WebhookEvent } from "./event.ts";
import type { Provider } from "./provider.ts";
import { withExtras } from "./with-extras.ts";

// Each carries the code of its own kind of scheme: bundles have no more.

const tokenOnly: CompileSchemes = (id, [scheme]) => compileTokenScheme(id, scheme as TokenScheme);

/**
 * Makes a provider as `defineHexProvider` does, but looks for no mistakes in the definition and
 * does not copy it: 2.5 KB less in a bundle.
 *
 * For provider packages, whose tests pass the same definition to `defineHexProvider`. A definition
 * that contradicts itself fails later, or not at all.
 *
 * @param parts The code that its events need: a bundle has no more. A TypeError when an event needs
 *   one that is missing. Default: none.
 * @example
 * ```ts
 * import { createHexProvider, type ProviderDefinition, type WebhookEvent } from "@flaghook/core";
 *
 * export const definition: ProviderDefinition = {
 *   id: "acme",
 *   scheme: { header: "x-acme-signature", algorithm: "sha256", encoding: "hex" },
 *   eventName: { field: "type" },
 *   events: { ping: () => true },
 * };
 * export const acme = createHexProvider<WebhookEvent>(definition);
 * ```
 */
export function createHexProvider<Event extends WebhookEvent>(
  definition: ProviderDefinition,
  parts?: EventParts,
): Provider<Event>;
export function createHexProvider(definition: ProviderDefinition, parts: EventParts = {}): Provider {
  return assembleProvider(definition, hexOnly, parts);
}

/**
 * The same for one signature of any form: base64, with an id and a timestamp, or several in a
 * header. Its package's tests pass the same definition to `defineProvider`.
 *
 * @param parts The code that the scheme and the events need: a bundle has no more. A TypeError
 *   when one is missing.
 *
 * @example
 * ```ts
 * import {
 *   base64,
 *   createSignatureProvider,
 *   oneSignature,
 *   type ProviderDefinition,
 *   type WebhookEvent,
 * } from "@flaghook/core";
 *
 * export const definition: ProviderDefinition = {
 *   id: "acme",
 *   scheme: { header: "x-acme-signature", algorithm: "sha256", encoding: "base64" },
 *   eventName: { field: "type" },
 *   events: { ping: () => true },
 * };
 * export const acme = createSignatureProvider<WebhookEvent>(definition, {
 *   base64,
 *   signatures: oneSignature,
 * });
 * ```
 */
export function createSignatureProvider<Event extends WebhookEvent>(
  definition: ProviderDefinition,
  parts: SchemeParts & EventParts,
): Provider<Event>;
export function createSignatureProvider(
  definition: ProviderDefinition,
  parts: SchemeParts & EventParts,
): Provider {
  const compile: CompileSchemes = (id, [scheme]) => compileScheme(id, scheme as SignatureScheme, parts);
  return withExtras(assembleProvider(definition, compile, parts), definition);
}

/**
 * The same for a sender that sends the secret itself. Its package's tests pass the same definition
 * to `defineProvider`.
 *
 * @example
 * ```ts
 * import { createTokenProvider, type WebhookEvent } from "@flaghook/core";
 *
 * export const acme = createTokenProvider<WebhookEvent>({
 *   id: "acme",
 *   scheme: { kind: "token", header: "authorization" },
 *   eventName: { field: "type" },
 *   events: { ping: () => true },
 * });
 * ```
 */
export function createTokenProvider<Event extends WebhookEvent>(
  definition: ProviderDefinition,
  parts?: EventParts,
): Provider<Event>;
export function createTokenProvider(definition: ProviderDefinition, parts: EventParts = {}): Provider {
  return withExtras(assembleProvider(definition, tokenOnly, parts), definition);
}

/**
 * The same for several schemes of one sender that are all signatures, of which the secrets enable
 * some: a bundle lacks the code for tokens. Its package's tests pass the same definition to
 * `defineProvider`.
 *
 * @example
 * ```ts
 * import {
 *   base64,
 *   createSignaturesProvider,
 *   encodedKey,
 *   signatureList,
 *   type ProviderDefinition,
 *   type WebhookEvent,
 * } from "@flaghook/core";
 * import { ed25519 } from "@flaghook/core/ed25519";
 *
 * const common = { header: "x-acme-signature", encoding: "base64", separator: " " } as const;
 *
 * export const definition: ProviderDefinition = {
 *   id: "acme",
 *   scheme: [
 *     {
 *       ...common,
 *       algorithm: "sha256",
 *       prefix: "v1,",
 *       key: { encoding: "base64", prefix: "whsec_" },
 *     },
 *     {
 *       ...common,
 *       algorithm: ed25519,
 *       prefix: "v1a,",
 *       key: { encoding: "base64", prefix: "whpk_" },
 *     },
 *   ],
 *   eventName: { field: "type" },
 *   events: { ping: () => true },
 * };
 * export const acme = createSignaturesProvider<WebhookEvent>(definition, {
 *   base64,
 *   signatures: signatureList,
 *   key: encodedKey,
 * });
 * ```
 */
export function createSignaturesProvider<Event extends WebhookEvent>(
  definition: ProviderDefinition,
  parts: SchemeParts & EventParts,
): Provider<Event>;
export function createSignaturesProvider(
  definition: ProviderDefinition,
  parts: SchemeParts & EventParts,
): Provider {
  const compile: CompileSchemes = (id, schemes) => compileSignatures(id, schemes, parts);
  return withExtras(assembleProvider(definition, compile, parts), definition);
}

/**
 * The same for schemes of every kind, and for several of one sender. Its package's tests pass the
 * same definition to `defineProvider`.
 *
 * @example
 * ```ts
 * import {
 *   base64,
 *   createProvider,
 *   encodedKey,
 *   oneSignature,
 *   type ProviderDefinition,
 *   type WebhookEvent,
 * } from "@flaghook/core";
 *
 * export const definition: ProviderDefinition = {
 *   id: "acme",
 *   scheme: [
 *     {
 *       header: "x-acme-signature",
 *       algorithm: "sha256",
 *       encoding: "base64",
 *       key: { encoding: "base64", prefix: "whsec_" },
 *     },
 *     { kind: "token", header: "x-acme-token" },
 *   ],
 *   eventName: { field: "type" },
 *   events: { ping: () => true },
 * };
 * export const acme = createProvider<WebhookEvent>(definition, {
 *   base64,
 *   signatures: oneSignature,
 *   key: encodedKey,
 * });
 * ```
 */
export function createProvider<Event extends WebhookEvent>(
  definition: ProviderDefinition,
  parts: SchemeParts & EventParts,
): Provider<Event>;
export function createProvider(definition: ProviderDefinition, parts: SchemeParts & EventParts): Provider {
  const compile: CompileSchemes = (id, schemes) => compileSchemes(id, schemes, parts);
  return withExtras(assembleProvider(definition, compile, parts), definition);
}
