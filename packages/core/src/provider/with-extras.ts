import type { ProviderDefinition } from "./definition.ts";
import type { Provider } from "./provider.ts";

/** Adds what only some providers have. Hex providers do without: their bundles are the smallest. */
export function withExtras(provider: Provider, { methods, handshake }: ProviderDefinition): Provider {
  const headers = provider.schemes.map(({ header }) => header);
  return Object.assign(
    provider,
    methods && { methods },
    handshake && ({ handshake: (delivery) => handshake(delivery, headers) } satisfies Partial<Provider>),
  );
}
