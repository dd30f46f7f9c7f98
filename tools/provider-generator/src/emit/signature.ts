import type { ProviderFacts } from "../read-provider.ts";
import { docblock, HEADER, misuseOf, signatureExample, signatureThrows } from "./docblocks.ts";

/** signature.ts: the entry that verifies signatures of the main provider and does nothing else. */
export function emitSignature({ id, main }: ProviderFacts): string {
  const { title, isToken, createSignature, signatureParts } = main;
  const functions = [createSignature, ...signatureParts.imports].toSorted();
  const core = "@flaghook/core/signature";
  const does = isToken
    ? "Verifies that this delivery carries the secret, which proves the caller and not the body."
    : `Verifies that ${title} signed this delivery.`;
  return `${HEADER}import { ${functions.join(", ")}, type DeliveryInput, type VerifyOptions } from "${core}";
import { scheme } from "./scheme.ts";

export { WebhookError, type WebhookErrorCode } from "${core}";
export type { DeliveryInput, VerifyOptions } from "${core}";

const verify = /* @__PURE__ */ ${createSignature}(${JSON.stringify(id)}, scheme${signatureParts.argument});

${docblock(
  `${does} Reads no JSON and returns nothing: a delivery that it lets through is genuine, not valid.`,
  "",
  ...signatureThrows(main),
  misuseOf(main),
  "",
  ...signatureExample(main, `@flaghook/${id}/signature`),
)}
export function verifySignature(delivery: DeliveryInput, options: VerifyOptions): void {
  verify(delivery, options);
}
`;
}
