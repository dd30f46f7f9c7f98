// Run in a package's folder after tsup: writes its declarations, once for ESM and once for CJS.
import { spawnSync } from "node:child_process";
import { globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const { status } = spawnSync("tsc", ["-p", "tsconfig.build.json"], {
  stdio: "inherit",
  shell: process.platform === "win32",
});
if (status !== 0) process.exit(status ?? 1);

// tsc leaves ".ts" in the specifiers of declarations, whatever its options.
const relative = /((?:\bfrom|\bimport)\s*\(?\s*["']\.{1,2}\/[^"']*?)\.(?:js|ts)(["'])/g;

/**
 * A declaration of this size that holds nothing but types is not written twice: its CommonJS copy
 * points to it.
 */
const LARGE = 50_000;

const used = reachable();
for (const file of globSync("dist/**/*.d.ts")) {
  if (!used.has(file)) {
    rmSync(file); // internal, and no user's compiler would ever read it
    continue;
  }
  // tsc indents by four spaces, which are 12 KB of GitHub's types.
  const text = readFileSync(file, "utf8").replace(/^(?: {4})+/gm, (indent) =>
    indent.slice(indent.length / 2),
  );
  writeFileSync(file, text.replace(relative, "$1.js$2"));
  if (text.length > LARGE && !/^export (declare |default |\{ )/m.test(text)) {
    const pointer = `export type * from "./${basename(file, ".d.ts")}.js" with { "resolution-mode": "import" };\n`;
    writeFileSync(file.replace(/\.d\.ts$/, ".d.cts"), pointer);
    continue;
  }
  writeFileSync(file.replace(/\.d\.ts$/, ".d.cts"), text.replace(relative, "$1.cjs$2"));
}

/** Declarations that an entry of the package refers to, itself or by way of others. */
function reachable(): ReadonlySet<string> {
  const { exports } = JSON.parse(readFileSync("package.json", "utf8")) as { exports: object };
  const entries = JSON.stringify(exports).matchAll(/"@flaghook\/source":"\.\/src\/([^"]+)\.ts"/g);
  const found = new Set<string>();
  const visit = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    for (const [, specifier] of readFileSync(file, "utf8").matchAll(
      /["'](\.{1,2}\/[^"']+)\.(?:js|ts)["']/g,
    )) {
      visit(join(dirname(file), `${specifier}.d.ts`));
    }
  };
  for (const [, entry] of entries) visit(join("dist", `${entry}.d.ts`));
  return found;
}
