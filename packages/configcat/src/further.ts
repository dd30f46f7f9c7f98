// Exports that this provider has beside those of every provider: index.ts repeats them.
export { bodyTemplate } from "./body-template.ts";
export { createProvider, type CreateProviderOptions } from "./create-provider.ts";
export { type FlagChangesOptions } from "./changes.ts";
