import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { runOrThrow } from "../workspace/run.ts";
import {
  publishedPackages,
  readManifest,
  type Manifest,
  type WorkspacePackage,
} from "../workspace/workspace.ts";

/** A package as its users get it. */
export interface PackedPackage {
  readonly workspace: WorkspacePackage;
  readonly tarball: string;
  /**
   * Where the tarball was unpacked, inside a node_modules of its own that holds what it declares
   * and nothing else.
   */
  readonly folder: string;
  /** The packed package.json, not the workspace's. */
  readonly manifest: Manifest;
}

/**
 * Packs every published package into a new temporary folder, unpacked and linked. Builds first;
 * leaves the tree alone. The folder goes when the process ends.
 */
export function packAll(): { readonly destination: string; readonly packages: readonly PackedPackage[] } {
  runOrThrow("turbo", ["run", "build"]);
  const destination = realpathSync(mkdtempSync(join(tmpdir(), "flaghook-packed-")));
  process.once("exit", () => rmSync(destination, { recursive: true, force: true }));
  const packages = publishedPackages().map((workspace) => pack(workspace, destination));
  for (const packed of packages) linkDependencies(packed, packages);
  return { destination, packages };
}

/** Makes a node_modules in `folder` in which every packed package is installed. */
export function installInto(folder: string, packages: readonly PackedPackage[]): void {
  for (const packed of packages) link(packed.folder, join(folder, "node_modules", packed.manifest.name));
}

/** Makes one dependency of the workspace's packages, such as zod, importable from `folder`. */
export function linkFromWorkspace(folder: string, name: string): void {
  const declaring = publishedPackages().find((one) => existsSync(join(one.folder, "node_modules", name)));
  if (declaring === undefined) throw new Error(`no package of the workspace has ${name} installed`);
  link(realpathSync(join(declaring.folder, "node_modules", name)), join(folder, "node_modules", name));
}

function pack(workspace: WorkspacePackage, destination: string): PackedPackage {
  const into = join(destination, workspace.id);
  const folder = join(into, "node_modules", workspace.manifest.name);
  mkdirSync(folder, { recursive: true });
  const options = ["pack", "--json", "--pack-destination", into];
  const packed = JSON.parse(runOrThrow("pnpm", options, { cwd: workspace.folder })) as { filename: string };
  const tarball = join(into, basename(packed.filename));
  runOrThrow("tar", ["-xzf", tarball, "--strip-components=1", "-C", folder]);
  return { workspace, tarball, folder, manifest: readManifest(folder) };
}

function linkDependencies(packed: PackedPackage, packages: readonly PackedPackage[]): void {
  const { dependencies, optionalDependencies, peerDependencies } = packed.manifest;
  const modules = join(packed.folder, "../..");
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
    const sibling = packages.find((one) => one.manifest.name === name);
    const installed = join(packed.workspace.folder, "node_modules", name);
    if (sibling !== undefined) link(sibling.folder, join(modules, name));
    else if (existsSync(installed)) link(realpathSync(installed), join(modules, name));
    else if (packed.manifest.peerDependenciesMeta?.[name]?.optional !== true) {
      throw new Error(`${packed.manifest.name} needs ${name}, which is not installed in the workspace`);
    }
  }
}

function link(target: string, path: string): void {
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true });
  if (process.platform === "win32") cpSync(target, path, { recursive: true });
  else symlinkSync(target, path);
}
