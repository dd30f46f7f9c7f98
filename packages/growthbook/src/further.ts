// Exports that this provider has beside those of every provider: index.ts repeats them.
export { featureOf } from "./feature-of.ts";
