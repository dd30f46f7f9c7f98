import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CodeBlock } from "./code-blocks.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** How the name of a folder begins that exists while code is compiled. */
export const TEMPORARY_PREFIX = ".readme-code-";

/** Code for people, and the package that it belongs to. */
export interface CodeOf {
  /** The code may import the package in this folder and what that depends on. */
  readonly folder: string;
  readonly blocks: readonly CodeBlock[];
}

/**
 * What the compiler says of code for people, one line each: empty when all of it compiles, each
 * block as a module of its own. One run of the compiler, since starting it is what takes time.
 */
export function problemsIn(...documents: readonly CodeOf[]): readonly string[] {
  // Within the package, so that its own name resolves; a dot keeps it out of every glob.
  const folders = documents.map(({ folder }) => mkdtempSync(join(folder, TEMPORARY_PREFIX)));
  try {
    const files = documents.flatMap(({ blocks }, document) =>
      blocks.map((block, index) => {
        const file = join(folders[document]!, `block-${index}.ts`);
        // Empty lines before the code make the compiler count lines as the document does.
        writeFileSync(file, `${"\n".repeat(block.line - 1)}${block.code}\nexport {};\n`);
        return file;
      }),
    );
    const blocksByFolder = new Map(
      documents.map(({ blocks }, document) => [basename(folders[document]!), blocks]),
    );
    return compile(folders[0]!, files).map((problem) => inDocument(problem, blocksByFolder));
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns The compiler's errors, as it prints them. */
function compile(folder: string, files: readonly string[]): readonly string[] {
  const compilerOptions = { rootDir: root, typeRoots: [join(root, "node_modules/@types")] };
  const settings = { extends: join(root, "tsconfig.base.json"), compilerOptions, files };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(settings));
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const args = [tsc, "-p", folder, "--pretty", "false"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  const problems = stdout.split("\n").filter((line) => line.includes("error TS"));
  if (status !== 0 && problems.length === 0) throw new Error(`tsc did not run: ${stderr || stdout}`);
  return problems;
}

/** Names the document of a problem and the line in it: `README.md:12 error TS…`. */
function inDocument(problem: string, blocksByFolder: ReadonlyMap<string, readonly CodeBlock[]>): string {
  const match = /(\.readme-code-\w+)\/block-(\d+)\.ts\((\d+),\d+\): (.*)/.exec(problem);
  if (match === null) return problem;
  const [, folder, index, line, message] = match;
  return `${blocksByFolder.get(folder!)![Number(index)]!.file}:${line} ${message}`;
}
