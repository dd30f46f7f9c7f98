import type { ProviderFacts } from "../read-provider.ts";
import { docblock, HEADER, MISUSE, signatureExample, signatureThrows } from "./docblocks.ts";

/** signature.ts: the entry that verifies signatures and does nothing else. */
export function emitSignature(facts: ProviderFacts): string {
  const { id, title, isHex } = facts;
  const core = isHex ? "@flaghook/core/signature" : "@flaghook/core";
  const imports = isHex ? "createSignature" : "defineProvider";
  // No other scheme has an entry of its own in core, so this brings what reads events along.
  const verify = isHex
    ? `createSignature(${JSON.stringify(id)}, scheme)`
    : `defineProvider({ id: ${JSON.stringify(id)}, scheme, eventName: { field: "type" }, events: {} }).verifySignature`;
  return `${HEADER}import { ${imports}, type DeliveryInput, type VerifyOptions } from "${core}";
import { scheme } from "./scheme.ts";

export { WebhookError, type WebhookErrorCode } from "${core}";
export type { DeliveryInput, VerifyOptions } from "${core}";

const verify = /* @__PURE__ */ ${verify};

${docblock(
  `Verifies that ${title} signed this delivery. Reads no JSON and returns nothing: a delivery that it lets through is genuine, not valid.`,
  "",
  ...signatureThrows(facts),
  MISUSE,
  "",
  ...signatureExample(facts, `@flaghook/${id}/signature`),
)}
export function verifySignature(delivery: DeliveryInput, options: VerifyOptions): void {
  verify(delivery, options);
}
`;
}
