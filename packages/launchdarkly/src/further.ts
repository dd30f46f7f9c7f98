// Exports that this provider has beside those of every provider: index.ts repeats them.
export type { FlagChangesOptions } from "./changes.ts";
