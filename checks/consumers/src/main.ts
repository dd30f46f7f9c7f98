// Compiles consumer projects against the packed tarballs, in every way in which consumers compile, and compares the errors
// with those that the fixtures ask for. `node checks/consumers/src/main.ts`. Needs no network.
import { join } from "node:path";
import { packAll } from "../../../tools/build/pack.ts";
import { run } from "../../../tools/workspace/run.ts";
import { formatTable } from "../../../tools/workspace/table.ts";
import { expectedErrors, writeProjects, type ExpectedError, type Project } from "./projects.ts";

const modules = join(import.meta.dirname, "../node_modules");

/** A compiler that people have. The oldest is the least that READMEs state. */
interface Compiler {
  readonly version: string;
  readonly folder: string;
  /** Compiles in the strictest way alone: what passes there passes in the others. */
  readonly isStrictestOnly?: boolean;
}

const COMPILERS: readonly Compiler[] = [
  { version: "5.3", folder: "typescript-least", isStrictestOnly: true },
  { version: "5.9", folder: "typescript-5" },
  { version: "6.0", folder: "typescript-6", isStrictestOnly: true },
  { version: "7.0", folder: "typescript" },
];

/** pg-boss is ESM alone, which TypeScript lets CommonJS import from 5.8 on. */
const OF_PG_BOSS = /@flaghook\/inbox-pg-boss\/.*error TS1479/;

const { destination, packages } = packAll();
const projects = writeProjects(destination, packages);
const expected = expectedErrors();
/** Every fault, with the ways of compiling that show it: most faults show in all of them. */
const faults = new Map<string, string[]>();

const rows = projects.flatMap((project) =>
  COMPILERS.filter((compiler) => compiles(project, compiler)).map((compiler) => check(project, compiler)),
);
console.log(
  formatTable([
    ["resolution", "library", "skipLibCheck", "TypeScript", "expected errors", "result"],
    ...rows,
  ]),
);

for (const [fault, ways] of faults) {
  console.error(`\n${fault}\n  in ${ways.length} of ${rows.length} ways, first ${ways[0]}`);
  process.exitCode = 1;
}

/** TypeScript 7 has no node10. */
function compiles({ resolution, isStrictest }: Project, { version, isStrictestOnly }: Compiler): boolean {
  if (isStrictestOnly && !isStrictest) return false;
  return resolution !== "node10" || version !== "7.0";
}

function check(project: Project, { version, folder }: Compiler): readonly string[] {
  const deprecated = project.resolution === "node10" && version === "6.0";
  const silence = deprecated ? ["--ignoreDeprecations", "6.0"] : [];
  const compiler = join(modules, folder, "bin/tsc");
  const args = [compiler, "-p", project.folder, "--pretty", "false", ...silence, ...project.arguments];
  const { output } = run(process.execPath, args, { cwd: project.folder });
  const found = errorsIn(output);
  const missing = expected.filter((error) => !found.some((one) => isSame(one, error)));
  const surplus = found.filter((one) => !expected.some((error) => isSame(one, error)));
  const way = `${project.resolution}, ${project.library}, TypeScript ${version}, ${args.slice(-2).join(" ")}`;
  for (const { place, codes } of missing)
    addFault(`compiles and should not: ${place} ${codes.join(" or ")}`, way);
  for (const { line } of surplus) addFault(`does not compile: ${line}`, way);
  return [
    project.resolution,
    project.library,
    project.skipLibCheck ? "on" : "off",
    version,
    `${expected.length - missing.length} of ${expected.length}`,
    missing.length + surplus.length === 0 ? "ok" : "FAULT",
  ];
}

function addFault(fault: string, way: string): void {
  faults.set(fault, [...(faults.get(fault) ?? []), way]);
}

interface FoundError {
  readonly line: string;
  readonly place: string;
  readonly code: string;
}

function isSame({ place, code }: FoundError, expectedError: ExpectedError): boolean {
  return place === expectedError.place && expectedError.codes.includes(code);
}

/**
 * The errors in the consumer's files and in our declarations. Those of others are theirs: zod's
 * need `URL`, which a program without the DOM lacks, and Node's a newer TypeScript.
 */
function errorsIn(output: string): readonly FoundError[] {
  return output
    .split("\n")
    .filter((line) => line.includes("error TS") && !OF_PG_BOSS.test(line))
    .filter((line) => !/^[^(]*node_modules\//.test(line) || /node_modules\/@flaghook\/[^(]*\(/.test(line))
    .map((line) => {
      const [, file, at, code] = /^(?:.*\/)?([^/(]+)\((\d+),\d+\): error (TS\d+):/.exec(line) ?? [];
      return { line, place: `${file}:${at}`, code: code ?? "" };
    });
}
