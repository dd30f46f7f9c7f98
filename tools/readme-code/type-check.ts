import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CodeBlock } from "./code-blocks.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * What the compiler says of code for people, one line each: empty when all of it compiles, each
 * block as a module of its own.
 *
 * The code is checked as if it stood in `folder`, a package's: it may import that package and what
 * the package depends on.
 */
export function problemsIn(folder: string, blocks: readonly CodeBlock[]): readonly string[] {
  // Within the package, so that its own name resolves; a dot keeps it out of every glob.
  const temporary = mkdtempSync(join(folder, ".readme-code-"));
  try {
    const files = blocks.map((block, index) => {
      const name = `block-${index}.ts`;
      // Empty lines before the code make the compiler count lines as the document does.
      writeFileSync(join(temporary, name), `${"\n".repeat(block.line - 1)}${block.code}\nexport {};\n`);
      return name;
    });
    writeFileSync(
      join(temporary, "tsconfig.json"),
      JSON.stringify({
        extends: join(root, "tsconfig.base.json"),
        compilerOptions: { rootDir: root, typeRoots: [join(root, "node_modules/@types")] },
        files,
      }),
    );
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [tsc, "-p", temporary, "--pretty", "false"],
      {
        cwd: root,
        encoding: "utf8",
      },
    );
    const problems = stdout.split("\n").filter((line) => line.includes("error TS"));
    if (status !== 0 && problems.length === 0) throw new Error(`tsc did not run: ${stderr || stdout}`);
    return problems.map((line) => inDocument(line, basename(temporary), blocks));
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Says where in its document a problem stands: `README.md:12 error TS…`. */
function inDocument(problem: string, temporary: string, blocks: readonly CodeBlock[]): string {
  const match = new RegExp(`${temporary}/block-(\\d+)\\.ts\\((\\d+),\\d+\\): (.*)`).exec(problem);
  if (match === null) return problem;
  const [, index, line, message] = match;
  return `${blocks[Number(index)]!.file}:${line} ${message}`;
}
