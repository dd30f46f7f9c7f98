// Publishes the packed packages of a folder that npm does not have yet. `node tools/release/publish-packed.ts packed`
//
// Runs in the one job of the release that may publish. It uses Node, tar and npm, and nothing that was installed.
import { execFileSync } from "node:child_process";
import { appendFileSync, globSync } from "node:fs";
import { join } from "node:path";
import { inDependencyOrder } from "./dependency-order.ts";

interface PackedManifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const folder = process.argv[2];
if (folder === undefined) throw new TypeError("say which folder holds the tarballs.");

const tarballs = globSync("*.tgz", { cwd: folder }).map((file) => {
  const path = join(folder, file);
  return { path, ...(JSON.parse(output("tar", "-xzOf", path, "package/package.json")) as PackedManifest) };
});
if (tarballs.length === 0) throw new Error(`no tarball in ${folder}.`);

const published: string[] = [];
for (const { name, version, path } of inDependencyOrder(tarballs)) {
  if (isPublished(name, version)) {
    console.log(`${name}@${version} is on npm already`);
    continue;
  }
  execFileSync("npm", ["publish", path, "--access", "public", "--provenance"], { stdio: "inherit" });
  published.push(version);
}

// All packages share a version, so one tag stands for all.
const file = process.env["GITHUB_OUTPUT"];
if (file !== undefined && published.length > 0) appendFileSync(file, `version=${published[0]}\n`);

/** Asks npm. Anything but yes and "no such package" ends the release. */
function isPublished(name: string, version: string): boolean {
  try {
    return output("npm", "view", `${name}@${version}`, "version", "--json").trim() !== "";
  } catch (error) {
    const { stdout = "" } = error as { stdout?: string }; // npm writes its error as JSON
    if (stdout.includes('"E404"')) return false;
    throw error;
  }
}

function output(command: string, ...args: readonly string[]): string {
  return execFileSync(command, args, { encoding: "utf8" });
}
