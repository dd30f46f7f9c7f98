import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The fields of a package.json that our checks read. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly sideEffects?: boolean;
  readonly keywords?: readonly string[];
  readonly files?: readonly string[];
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly typesVersions?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly imports?: Readonly<Record<string, unknown>>;
  readonly engines?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** One folder under packages/. */
export interface WorkspacePackage {
  readonly folder: string;
  /** The folder's name, which for a provider is its id. */
  readonly id: string;
  readonly manifest: Manifest;
}

/** The repository's top folder. */
export const root = join(import.meta.dirname, "../..");

/** Every package that is published, in alphabetical order. */
export function publishedPackages(top: string = root): readonly WorkspacePackage[] {
  return readdirSync(join(top, "packages"))
    .filter((id) => existsSync(join(top, "packages", id, "package.json")))
    .toSorted()
    .map((id) => {
      const folder = join(top, "packages", id);
      return { folder, id, manifest: readManifest(folder) };
    })
    .filter(({ manifest }) => manifest.private !== true);
}

/**
 * A provider package is one that defines a provider with core. Core, which defines how, does not
 * depend on itself.
 */
export function providerPackages(top: string = root): readonly WorkspacePackage[] {
  return publishedPackages(top).filter(
    ({ folder, manifest }) =>
      existsSync(join(folder, "src/definition.ts")) &&
      manifest.dependencies?.["@flaghook/core"] !== undefined,
  );
}

/** The constant that a provider package exports, by its id: `standardWebhooks`. */
export function constantOf(id: string): string {
  return id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** The first part of the names of its types, likewise: `StandardWebhooks`. */
export function typePrefixOf(id: string): string {
  const constant = constantOf(id);
  return constant[0]!.toUpperCase() + constant.slice(1);
}

/** The files under `src` that a package's entry points are written in, by the subpath of each. */
export function entrySources({ folder, manifest }: WorkspacePackage): Readonly<Record<string, string>> {
  const entries = Object.entries(manifest.exports ?? {}).flatMap(([subpath, target]) => {
    const source = (target as { "@flaghook/source"?: string })["@flaghook/source"];
    return source === undefined ? [] : [[subpath, join(folder, source)] as const];
  });
  return Object.fromEntries(entries);
}

/**
 * Whether an entry point, as `adapters/express` or `goff/signature`, is for Node by its name: a
 * server of Node's, an engine that runs there, a program. All others load on every runtime.
 */
export function namesNode(entry: string): boolean {
  return /^(?:adapters\/(?:node|express|fastify|koa|lambda)|inbox\/(?:sqlite|store-contract)|inbox-bullmq|inbox-pg-boss|cli)\b/.test(
    entry,
  );
}

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}
