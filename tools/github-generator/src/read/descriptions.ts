import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { normalise, type Described } from "./normalise.ts";
import type { Description, Source } from "../model/description.ts";
import type { OpenApi } from "./openapi.ts";

/**
 * GitHub's descriptions as npm has them, newest first: what the first says of an event names its
 * section on GitHub's page. github.com and GHEC, then the releases of GHES, whose own events stand
 * nowhere else.
 */
const FILES: readonly Omit<Source, "version">[] = [
  ...["ghec", "api.github.com", "ghes-3.19", "ghes-3.18", "ghes-3.17"].map((file) => ({
    package: "@octokit/openapi",
    file: `generated/${file}.json`,
  })),
  ...["ghes-3.16", "ghes-3.15", "ghes-3.14"].map((file) => ({
    package: "@octokit/openapi-webhooks",
    file: `generated/${file}.json`,
  })),
];

/**
 * Versions that the committed input was made from. Another can be given to `report` and `refresh`.
 */
const VERSIONS: Readonly<Record<string, string>> = {
  "@octokit/openapi": "23.0.2",
  "@octokit/openapi-webhooks": "12.1.0",
};

/** Fetches the descriptions with npm into a folder that is gone afterwards, and normalises them. */
export function fetchDescription(versions: Readonly<Record<string, string>> = {}): Description {
  const folder = mkdtempSync(join(tmpdir(), "flaghook-github-"));
  try {
    writeFileSync(join(folder, "package.json"), '{ "private": true }');
    const wanted = Object.entries({ ...VERSIONS, ...versions });
    const specifiers = wanted.map(([name, version]) => `${name}@${version}`);
    execFileSync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", ...specifiers], {
      cwd: folder,
      stdio: ["ignore", "ignore", "inherit"],
      shell: process.platform === "win32",
    });
    return normalise(FILES.map((file) => read(join(folder, "node_modules", file.package), file)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function read(folder: string, file: Omit<Source, "version">): Described {
  const json = (path: string): unknown => JSON.parse(readFileSync(join(folder, path), "utf8"));
  const { version } = json("package.json") as { version: string };
  return { source: { package: file.package, version, file: file.file }, api: json(file.file) as OpenApi };
}
