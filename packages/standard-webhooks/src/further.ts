// Exports that this provider has beside those of every provider: index.ts repeats them.
export { createProvider, type CreateProviderOptions } from "./create-provider.ts";
export type { HeaderFamily } from "./scheme.ts";
