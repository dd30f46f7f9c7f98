import { runInNewContext } from "node:vm";

/**
 * The same bytes in a Uint8Array of another realm, as jest and vm contexts make them: `instanceof`
 * does not know it.
 */
export function otherRealm(bytes: Uint8Array): Uint8Array {
  return runInNewContext("Uint8Array.from(values)", { values: [...bytes] }) as Uint8Array;
}
