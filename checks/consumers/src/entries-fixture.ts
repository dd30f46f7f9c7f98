import type { PackedPackage } from "../../../tools/build/pack.ts";

/** Imports every entry point of every package, so that none is missing under any resolution. */
export function entriesFixture(packages: readonly PackedPackage[]): string {
  const entries = packages.flatMap(({ manifest }) =>
    Object.keys(manifest.exports ?? {})
      .filter((subpath) => subpath !== "./package.json")
      .map((subpath) => manifest.name + subpath.slice(1)),
  );
  const imports = entries.map((entry, index) => `import * as entry${index} from "${entry}";`);
  return `${imports.join("\n")}\nexport const entries = [${entries.map((_, index) => `entry${index}`).join()}];\n`;
}
