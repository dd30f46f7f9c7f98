import type { Provider, Scheme } from "@flaghook/core";
import { budgets } from "./budgets.ts";
import { KINDS, kindOf } from "./kind-of.ts";

/** Most bytes that the bundles of a provider's package may have. */
export interface BundleBudgets {
  readonly signature: number;
  readonly main: number;
  /** What `./signature` may have more on the edge. */
  readonly portable: number;
}

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

function hasKeyPair({ algorithm }: Scheme): boolean {
  return typeof algorithm === "object" && algorithm.name === "ed25519";
}

function isProvider(value: unknown): value is Provider {
  return typeof value === "object" && value !== null && "schemes" in value;
}
