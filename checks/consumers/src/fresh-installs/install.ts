import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PackedPackage } from "../../../../tools/build/pack.ts";
import { runApart } from "../../../../tools/workspace/run-apart.ts";
import type { Manager, Scenario } from "./scenarios.ts";

const COMMANDS: Readonly<Record<Manager, readonly string[]>> = {
  npm: ["npm", "install"],
  pnpm: ["pnpm", "add"],
};

/**
 * Writes a scenario's project, installs our packages there as its owner would, and loads them.
 * Gives what went wrong, in words: empty when all is well.
 */
export async function tryInstall(
  { manager, installed, beside }: Scenario,
  folder: string,
  registry: string,
): Promise<readonly string[]> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies: beside }));
  writeFileSync(join(folder, ".npmrc"), `@flaghook:registry=${registry}/\naudit=false\nfund=false\n`);
  // Anybody who has BullMQ tells pnpm so: its one install script is an optimisation.
  writeFileSync(join(folder, "pnpm-workspace.yaml"), "allowBuilds:\n  msgpackr-extract: false\n");

  const [command, ...args] = COMMANDS[manager];
  const ended = await runApart(command!, [...args, ...installed.map(specifierOf)], folder);
  if (ended.status !== 0) return [`${manager} install fails:\n${ended.output}`];
  return [...replaced(folder, beside), ...(await unloadable(folder, installed))];
}

/** The command line has no scope, by which npm would find our registry: it comes as a file. */
function specifierOf({ manifest, tarball }: PackedPackage): string {
  return manifest.name.startsWith("@") ? manifest.name : tarball;
}

/** What the project had and has no more, in the major version that it asked for. */
function replaced(folder: string, beside: Scenario["beside"]): readonly string[] {
  return Object.entries(beside).flatMap(([name, range]) => {
    const path = join(folder, "node_modules", name, "package.json");
    const { version } = JSON.parse(readFileSync(path, "utf8")) as { version: string };
    return version.split(".")[0] === /\d+/.exec(range)?.[0] ? [] : [`${name} is ${version}, not ${range}`];
  });
}

/**
 * Entry points that do not load, imported and required. Schemas alone need a zod, and a newer one.
 */
async function unloadable(folder: string, installed: Scenario["installed"]): Promise<readonly string[]> {
  const entries = installed.flatMap(({ manifest }) =>
    Object.keys(manifest.exports ?? {})
      .filter((subpath) => subpath !== "./package.json" && subpath !== "./schemas")
      .map((subpath) => manifest.name + subpath.slice(1)),
  );
  const load = (how: string): string =>
    `for (const entry of ${JSON.stringify(entries)}) {
      try { ${how} } catch (error) { console.log(entry + ": " + error); }
    }`;
  const programs = {
    "imported.mjs": load("await import(entry);"),
    "required.cjs": load("require(entry);"),
  };
  const faults: string[] = [];
  for (const [file, program] of Object.entries(programs)) {
    writeFileSync(join(folder, file), program);
    const { status, output } = await runApart(process.execPath, [file], folder);
    if (status !== 0 || output !== "") faults.push(`${file}: ${output || `ended with ${status}`}`);
  }
  return faults;
}
