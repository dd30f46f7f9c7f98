import { defineProvider } from "../../src/index.ts";
import type { DeliveryInput, SignatureScheme, VerifyOptions } from "../../src/signature.ts";

/**
 * Verifies signatures of any scheme: what defineSignature leaves out for the sake of size, a
 * provider has.
 */
export function verifierOf(
  id: string,
  scheme: SignatureScheme,
): (delivery: DeliveryInput, options: VerifyOptions) => void {
  const provider = defineProvider({ id, scheme, eventName: { field: "type" }, events: {} });
  return (delivery, options) => provider.verifySignature(delivery, options);
}
