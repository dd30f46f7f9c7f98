// Compiles consumer projects against the packed tarballs, in every way in which consumers compile, and compares the errors
// with those that the fixtures ask for. `node checks/consumers/src/main.ts`. Needs no network.
import { join } from "node:path";
import { packAll } from "../../../tools/build/pack.ts";
import { run } from "../../../tools/workspace/run.ts";
import { formatTable } from "../../../tools/workspace/table.ts";
import { expectedErrors, writeProjects, type ExpectedError, type Project } from "./projects.ts";

const modules = join(import.meta.dirname, "../node_modules");
const COMPILERS = {
  "5.9": join(modules, "typescript-5/bin/tsc"),
  "7.0": join(modules, "typescript/bin/tsc"),
};

const { destination, packages } = packAll();
const projects = writeProjects(destination, packages);
const expected = expectedErrors();
/** Every fault, with the ways of compiling that show it: most faults show in all of them. */
const faults = new Map<string, string[]>();

const rows = projects.flatMap((project) =>
  Object.entries(COMPILERS).map(([version, compiler]) => check(project, version, compiler)),
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

function check(project: Project, version: string, compiler: string): readonly string[] {
  const args = [compiler, "-p", project.folder, "--pretty", "false", ...project.arguments];
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
 * The errors in the consumer's files and in our declarations. zod's own need `URL`, which a program
 * without the DOM lacks.
 */
function errorsIn(output: string): readonly FoundError[] {
  return output
    .split("\n")
    .filter((line) => line.includes("error TS") && !/\/node_modules\/zod\//.test(line))
    .map((line) => {
      const [, file, at, code] = /^(?:.*\/)?([^/(]+)\((\d+),\d+\): error (TS\d+):/.exec(line) ?? [];
      return { line, place: `${file}:${at}`, code: code ?? "" };
    });
}
