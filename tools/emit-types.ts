// Run in a package's folder after tsup: writes its declarations, once for ESM and once for CJS.
import { spawnSync } from "node:child_process";
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";

const { status } = spawnSync("tsc", ["-p", "tsconfig.build.json"], {
  stdio: "inherit",
  shell: process.platform === "win32",
});
if (status !== 0) process.exit(status ?? 1);

// tsc leaves ".ts" in the specifiers of declarations, whatever it is told.
const relative = /((?:\bfrom|\bimport)\s*\(?\s*["']\.{1,2}\/[^"']*?)\.(?:js|ts)(["'])/g;

/** A declaration of this size that holds nothing but types is not written twice: its CommonJS copy points to it. */
const LARGE = 50_000;

for (const file of globSync("dist/**/*.d.ts")) {
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace(relative, "$1.js$2"));
  if (text.length > LARGE && !/^export (declare |default |\{ )/m.test(text)) {
    const pointer = `export type * from "./${basename(file, ".d.ts")}.js" with { "resolution-mode": "import" };\n`;
    writeFileSync(file.replace(/\.d\.ts$/, ".d.cts"), pointer);
    continue;
  }
  writeFileSync(file.replace(/\.d\.ts$/, ".d.cts"), text.replace(relative, "$1.cjs$2"));
}
