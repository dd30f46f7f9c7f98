// Run in a package's folder after tsup: writes its declarations, once for ESM and once for CJS.
import { spawnSync } from "node:child_process";
import { globSync, readFileSync, writeFileSync } from "node:fs";

const { status } = spawnSync("tsc", ["-p", "tsconfig.build.json"], {
  stdio: "inherit",
  shell: process.platform === "win32",
});
if (status !== 0) process.exit(status ?? 1);

// tsc leaves ".ts" in the specifiers of declarations, whatever it is told.
const relative = /((?:\bfrom|\bimport)\s*\(?\s*["']\.{1,2}\/[^"']*?)\.(?:js|ts)(["'])/g;

for (const file of globSync("dist/**/*.d.ts")) {
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace(relative, "$1.js$2"));
  writeFileSync(file.replace(/\.d\.ts$/, ".d.cts"), text.replace(relative, "$1.cjs$2"));
}
