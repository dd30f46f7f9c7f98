// Exports that this provider has beside those of every provider: index.ts repeats them.
export { namespaceAsEnvironment } from "./changes.ts";
