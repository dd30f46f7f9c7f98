import type { PackedPackage } from "../../../../tools/build/pack.ts";

/** Programs that install packages. */
export type Manager = "npm" | "pnpm";

/** A project in which somebody installs packages of ours. */
export interface Scenario {
  readonly name: string;
  readonly manager: Manager;
  /** Installed with one command, without a flag. */
  readonly installed: readonly PackedPackage[];
  /** What the project depends on already. */
  readonly beside: Readonly<Record<string, string>>;
}

/**
 * Versions before those that we use, of everything that people have for themselves: an install must
 * neither fail beside them nor replace them.
 */
const OLDER = { bullmq: "^5.0.0", ioredis: "^5.0.0", "pg-boss": "^10.0.0", zod: "^3.0.0" };

/**
 * npm installs each package by itself beside older versions, so that a conflict names its package.
 * Otherwise all are installed at once: what holds for all holds for each.
 */
export function scenariosFor(packages: readonly PackedPackage[]): readonly Scenario[] {
  return [
    ...packages.map((one): Scenario => {
      const name = `${one.manifest.name}, beside older versions`;
      return { name, manager: "npm", installed: [one], beside: OLDER };
    }),
    ...(["npm", "pnpm"] as const).flatMap((manager): readonly Scenario[] => [
      { name: "all packages, beside older versions", manager, installed: packages, beside: OLDER },
      { name: "all packages, with nothing else", manager, installed: packages, beside: {} },
    ]),
  ];
}
