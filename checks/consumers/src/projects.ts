import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installInto, linkFromWorkspace, type PackedPackage } from "../../../tools/build/pack.ts";
import { providerPackages } from "../../../tools/workspace/workspace.ts";
import { entriesFixture } from "./entries-fixture.ts";
import { providerFixture } from "./provider-fixture.ts";

/** How a consumer is set up: the format of its own files, and how its compiler finds packages. */
const RESOLUTIONS = {
  "nodenext ESM": { type: "module", options: { module: "nodenext" } },
  "nodenext CJS": { type: "commonjs", options: { module: "nodenext" } },
  bundler: { type: "module", options: { module: "esnext", moduleResolution: "bundler" } },
  // Knows no exports: finds subpaths by typesVersions. Gone in TypeScript 7.
  node10: { type: "commonjs", options: { module: "commonjs", moduleResolution: "node10" } },
} as const;

/**
 * What else the consumer's program knows. Without the DOM there is no `Headers`, and nothing may
 * become `any` for it.
 */
const LIBRARIES = {
  es2022: ["es2022"],
  "es2022 + dom": ["es2022", "dom", "dom.iterable"],
} as const;

/** One consumer project, and the options that the command line adds to its tsconfig.json. */
export interface Project {
  readonly resolution: string;
  readonly library: string;
  readonly skipLibCheck: boolean;
  /** Checks our declarations too, without the DOM. */
  readonly isStrictest: boolean;
  readonly folder: string;
  readonly arguments: readonly string[];
}

/** Writes the consumer projects and gives every way of compiling them. */
export function writeProjects(destination: string, packages: readonly PackedPackage[]): readonly Project[] {
  const sources = [...fixtures(), ["entries.ts", entriesFixture(packages)] as const];
  return Object.entries(RESOLUTIONS).flatMap(([resolution, { type, options }]) => {
    const folder = join(destination, `consumer ${resolution}`);
    mkdirSync(join(folder, "src"), { recursive: true });
    installInto(folder, packages);
    linkFromWorkspace(folder, "zod");
    for (const [name, source] of sources) writeFileSync(join(folder, "src", name), source);
    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type }));
    const compilerOptions = { ...options, target: "es2022", types: [], strict: true, noEmit: true };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["src"] }));
    return Object.entries(LIBRARIES).flatMap(([library, lib]) =>
      [true, false].map((skipLibCheck) => ({
        resolution,
        library,
        skipLibCheck,
        isStrictest: !skipLibCheck && library === "es2022",
        folder,
        arguments: ["--lib", lib.join(), "--skipLibCheck", String(skipLibCheck)],
      })),
    );
  });
}

/** One error that a fixture asks for. */
export interface ExpectedError {
  /** As `file:line`. */
  readonly place: string;
  readonly codes: readonly string[];
}

/** Every line that must not compile. */
export function expectedErrors(): readonly ExpectedError[] {
  return fixtures().flatMap(([name, source]) =>
    source.split("\n").flatMap((line, index) => {
      const codes = /\/\/ error (.+)$/.exec(line)?.[1]?.split(" or ");
      return codes === undefined ? [] : [{ place: `${name}:${index + 1}`, codes }];
    }),
  );
}

function fixtures(): readonly (readonly [name: string, source: string])[] {
  const written = join(import.meta.dirname, "../fixtures");
  return [
    ...readdirSync(written).map((name) => [name, readFileSync(join(written, name), "utf8")] as const),
    ...providerPackages().map(({ id }) => [`provider-${id}.ts`, providerFixture(id)] as const),
  ];
}
