import type { Scheme } from "@flaghook/core";

/** The kinds of schemes by what their code takes, the smallest first. */
export const KINDS = ["token", "hex", "signature", "several"] as const;

/** Names the kind of the schemes of one provider. */
export function kindOf(schemes: readonly Scheme[]): (typeof KINDS)[number] {
  const [scheme] = schemes;
  if (schemes.length > 1) return "several";
  if (scheme!.kind === "token") return "token";
  return isHex(scheme!) ? "hex" : "signature";
}

/** Whether it is one HMAC of the body in hex. */
function isHex({ encoding, signs, separator, key }: Scheme): boolean {
  return encoding === "hex" && [signs, separator, key].every((one) => one === undefined);
}
