// Exports that this provider has beside those of every provider: index.ts repeats them.
export { featureEventKey } from "./feature-event-key.ts";
