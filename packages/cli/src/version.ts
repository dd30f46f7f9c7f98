import { createRequire } from "node:module";

/** The version of this package. */
export function version(): string {
  const require = createRequire(import.meta.url);
  return (require("#package") as { readonly version: string }).version;
}
