import { existsSync, globSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join, resolve, sep } from "node:path";
import type { PackedPackage } from "../../../tools/build/pack.ts";
import { root } from "../../../tools/workspace/workspace.ts";

/** One fact about packed packages, and what speaks against it. */
export interface PackedFact {
  readonly claim: string;
  readonly faults: readonly string[];
}

/** Packages whose engine needs a newer Node than we do. */
const NEWER_NODE: Readonly<Record<string, string>> = { "@flaghook/inbox-pg-boss": ">=22.12" };

/** Reads a packed package and says which of the facts about packages it breaks. */
export function packedFacts(packed: PackedPackage): readonly PackedFact[] {
  return [
    { claim: "manifest", faults: manifestFaults(packed) },
    { claim: "files", faults: fileFaults(packed) },
    { claim: "maps", faults: mapFaults(packed) },
    { claim: "paths", faults: pathFaults(packed) },
    { claim: "unminified", faults: minifiedFiles(packed) },
  ];
}

function manifestFaults({ folder, manifest }: PackedPackage): string[] {
  const text = readFileSync(join(folder, "package.json"), "utf8");
  const ranges = Object.entries({
    ...manifest.dependencies,
    ...manifest.optionalDependencies,
    ...manifest.peerDependencies,
    ...manifest.devDependencies,
  });
  return [
    ...(text.includes("@flaghook/source") ? ["package.json names the source condition"] : []),
    ...ranges
      .filter(([, range]) => /^(?:workspace|catalog|file|link|portal):/.test(range))
      .map(([name, range]) => `${name} is ${range}, which means nothing outside the workspace`),
    ...(manifest.sideEffects === false ? [] : ["sideEffects is not false"]),
    ...(manifest.engines?.["node"] === (NEWER_NODE[manifest.name] ?? ">=20.19")
      ? []
      : [`engines.node is ${manifest.engines?.["node"]}`]),
    ...untypedSubpaths(manifest).map((subpath) => `${subpath} has no types under moduleResolution node10`),
    ...targets({ exports: manifest.exports, imports: manifest.imports, bin: manifest.bin })
      .filter((target) => !existsSync(join(folder, target)))
      .map((target) => `${target} is named in package.json and missing`),
  ];
}

/** Subpaths that typesVersions does not lead to the types of their `require`. */
function untypedSubpaths({ exports, typesVersions }: PackedPackage["manifest"]): string[] {
  return Object.entries(exports ?? {})
    .filter(([subpath]) => subpath !== "." && subpath !== "./package.json")
    .filter(([subpath, target]) => {
      const { types } = (target as { require?: { types?: string } }).require ?? {};
      const [found] = typesVersions?.["*"]?.[subpath.slice(2)] ?? [];
      return types === undefined || found !== types;
    })
    .map(([subpath]) => subpath);
}

function targets(value: unknown): string[] {
  if (typeof value === "string") return value.startsWith(".") && !value.includes("*") ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap((nested) => targets(nested));
}

function fileFaults({ folder }: PackedPackage): string[] {
  const needed = ["LICENSE", "README.md", "package.json"].filter((file) => !existsSync(join(folder, file)));
  const unwanted = globSync("{src,test,node_modules}/**", { cwd: folder });
  return [
    ...needed.map((file) => `${file} is missing`),
    ...(hasLicence(folder) ? [] : ["LICENSE is not the repository's"]),
    ...unwanted.map((file) => `${file} is packed and not needed`),
  ];
}

/**
 * Every script has a map, and every map holds its sources or points to files that are packed. A
 * package with generated code has none: its maps would be larger than all else in it.
 */
function mapFaults({ folder }: PackedPackage): string[] {
  const scripts = globSync("dist/**/*.{js,cjs}", { cwd: folder });
  const maps = globSync("dist/**/*.map", { cwd: folder });
  const isGenerated = existsSync(join(folder, "dist/generated"));
  return [
    ...scripts
      .filter((script) => !isGenerated && !maps.includes(`${script}.map`))
      .map((script) => `${script} has no map`),
    ...maps.flatMap((map) => {
      const { sources, sourcesContent = [] } = JSON.parse(readFileSync(join(folder, map), "utf8")) as {
        sources: string[];
        sourcesContent?: (string | null)[];
      };
      return sources
        .filter(
          (source, index) =>
            isAbsolute(source) ||
            (typeof sourcesContent[index] !== "string" && !existsSync(resolve(folder, dirname(map), source))),
        )
        .map((source) => `${map} points to ${source}, which is not packed`);
    }),
  ];
}

/** Nothing in a package tells where it was built, or by whom. */
function pathFaults({ folder }: PackedPackage): string[] {
  const places = [root, homedir() + sep].filter((place) => place.length > 2);
  return globSync("**/*.*", { cwd: folder, exclude: ["node_modules/**"] })
    .filter((file) => {
      const text = readFileSync(join(folder, file), "utf8");
      return places.some((place) => text.includes(place)) || text.includes("file:///");
    })
    .map((file) => `${file} holds a path of the machine that built it`);
}

/** Packing puts the repository's licence into a package that has none of its own. */
function hasLicence(folder: string): boolean {
  const path = join(folder, "LICENSE");
  return existsSync(path) && readFileSync(path, "utf8") === readFileSync(join(root, "LICENSE"), "utf8");
}

/**
 * Code that people may read has lines of a readable length, and the names it was written with.
 * Samples are data, one line each.
 */
function minifiedFiles({ folder }: PackedPackage): string[] {
  return globSync("dist/**/*.{js,cjs}", { cwd: folder })
    .filter((file) => !/^dist\/(?:generated\/samples\/|samples\.)/.test(file))
    .filter((file) => {
      const lines = readFileSync(join(folder, file), "utf8").trimEnd().split("\n");
      const characters = lines.reduce((sum, line) => sum + line.length, 0);
      return characters / lines.length > 200;
    })
    .map((file) => `${file} looks minified`);
}
