import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const consumers = fileURLToPath(new URL("../../github-consumers/", import.meta.url));
const typescript = dirname(createRequire(import.meta.url).resolve("typescript/package.json"));

/**
 * Instantiations that the compiler makes for a program of one file of `consumers`, over those for
 * an empty one.
 */
export function instantiationsOf(consumer: string): number {
  return count(consumer) - count("empty.ts");
}

/** Instantiations that building the package costs. */
export function buildInstantiations(): number {
  const folder = fileURLToPath(new URL("../../../../packages/github/", import.meta.url));
  return diagnose(["-p", join(folder, "tsconfig.build.json"), "--noEmit", "--emitDeclarationOnly", "false"]);
}

function count(consumer: string): number {
  const folder = mkdtempSync(join(consumers, ".run-"));
  try {
    const config = { extends: "../tsconfig.json", files: [`../${consumer}`] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    return diagnose(["-p", folder]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function diagnose(args: readonly string[]): number {
  const command = [join(typescript, "bin", "tsc"), ...args, "--extendedDiagnostics"];
  const { stdout, status } = spawnSync(process.execPath, command, { encoding: "utf8" });
  const instantiations = /^Instantiations:\s+(\d+)/m.exec(stdout)?.[1];
  if (status !== 0 || instantiations === undefined) throw new Error(`tsc failed:\n${stdout}`);
  return Number(instantiations);
}
