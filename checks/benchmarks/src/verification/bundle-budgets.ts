import type { Provider, Scheme } from "@flaghook/core";
import { budgets } from "./budgets.ts";

/** Most bytes that the bundles of a provider's package may have. */
export interface BundleBudgets {
  readonly signature: number;
  readonly main: number;
  /** What `./signature` may have more on the edge. */
  readonly portable: number;
}

/** The kinds of schemes, the smallest first. */
const KINDS = ["hex", "signature", "several"] as const;

/** The budgets of a package by what it exports, and by its id. */
export function bundleBudgets(exported: object, id: string): BundleBudgets {
  const providers = Object.values(exported).filter(isProvider);
  const { schemes } = providers.find((one) => one.id === id)!;
  const largest = KINDS.findLast((kind) => providers.some((one) => kindOf(one.schemes) === kind))!;
  const { hashes, curve } = budgets.bundle.portable;
  return {
    signature: budgets.bundle[kindOf(schemes)].signature,
    main: budgets.bundle[largest].main + (providers.length - 1) * budgets.bundle.further,
    portable: hashes + (schemes.some(hasKeyPair) ? curve : 0),
  };
}

function kindOf(schemes: readonly Scheme[]): (typeof KINDS)[number] {
  if (schemes.length > 1) return "several";
  return schemes.every(isSmall) ? "hex" : "signature";
}

/** Whether it is a token, or one HMAC of the body in hex. */
function isSmall({ kind, encoding, signs, separator, key }: Scheme): boolean {
  return (
    kind === "token" || (encoding === "hex" && [signs, separator, key].every((one) => one === undefined))
  );
}

function hasKeyPair({ algorithm }: Scheme): boolean {
  return typeof algorithm === "object" && algorithm.name === "ed25519";
}

function isProvider(value: unknown): value is Provider {
  return typeof value === "object" && value !== null && "schemes" in value;
}
