// Compiles consumer projects against the packed tarballs, in every way in which consumers compile, and compares the errors
// with those that the fixtures ask for. `node checks/types/src/main.ts`. Needs no network.
import { join } from "node:path";
import { packAll } from "../../../tools/pack.ts";
import { run } from "../../../tools/run.ts";
import { formatTable } from "../../../tools/table.ts";
import { expectedErrors, writeProjects, type ExpectedError, type Project } from "./projects.ts";

const modules = join(import.meta.dirname, "../node_modules");
const COMPILERS = {
  "5.9": join(modules, "typescript-5/bin/tsc"),
  "7.0": join(modules, "typescript/bin/tsc"),
};

const { destination, packages } = packAll();
const projects = writeProjects(destination, packages);
const expected = expectedErrors();

const rows = projects.flatMap((project) =>
  Object.entries(COMPILERS).map(([version, compiler]) => check(project, version, compiler)),
);
console.log(
  formatTable([
    ["resolution", "library", "skipLibCheck", "TypeScript", "expected errors", "result"],
    ...rows,
  ]),
);

function check(project: Project, version: string, compiler: string): readonly string[] {
  const args = [compiler, "-p", project.folder, "--pretty", "false", ...project.arguments];
  const { output } = run(process.execPath, args, { cwd: project.folder });
  const found = errorsIn(output);
  const missing = expected.filter((error) => !found.some((one) => isSame(one, error)));
  const surplus = found.filter((one) => !expected.some((error) => isSame(one, error)));
  if (missing.length > 0 || surplus.length > 0) {
    process.exitCode = 1;
    console.error(
      `${project.resolution}, ${project.library}, TypeScript ${version}, ${args.slice(-2).join(" ")}`,
      ...missing.map(({ place, codes }) => `\n  compiles and should not: ${place} ${codes.join(" or ")}`),
      ...surplus.map(({ line }) => `\n  does not compile: ${line}`),
    );
  }
  return [
    project.resolution,
    project.library,
    project.skipLibCheck ? "on" : "off",
    version,
    `${expected.length - missing.length} of ${expected.length}`,
    missing.length + surplus.length === 0 ? "ok" : "FAULT",
  ];
}

interface FoundError {
  readonly line: string;
  readonly place: string;
  readonly code: string;
}

function isSame({ place, code }: FoundError, expectedError: ExpectedError): boolean {
  return place === expectedError.place && expectedError.codes.includes(code);
}

/** The errors in the consumer's files and in our declarations. zod's own need `URL`, which a program without the DOM lacks. */
function errorsIn(output: string): readonly FoundError[] {
  return output
    .split("\n")
    .filter((line) => line.includes("error TS") && !/\/node_modules\/zod\//.test(line))
    .map((line) => {
      const [, file, at, code] = /^(?:.*\/)?([^/(]+)\((\d+),\d+\): error (TS\d+):/.exec(line) ?? [];
      return { line, place: `${file}:${at}`, code: code ?? "" };
    });
}
