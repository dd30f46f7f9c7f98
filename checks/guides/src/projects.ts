import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../projects");

/** One way of installing, building and starting a project whose code a guide shows. */
export interface GuideProject {
  readonly name: string;
  readonly variant: string;
  /** Where it receives GitHub's webhooks. */
  readonly paths: readonly string[];
  /** The status of a genuine delivery of 12 MB, by path: what the guide says of limits. */
  readonly large: Readonly<Record<string, number>>;
  /** Copies it, with what is special about the variant. */
  copyTo(destination: string): void;
}

interface ProjectManifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly guide: {
    readonly paths: readonly string[];
    readonly large?: Readonly<Record<string, number>>;
    readonly variants?: Readonly<Record<string, Variant>>;
  };
}

interface Variant {
  readonly large?: Readonly<Record<string, number>>;
  readonly build?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Every variant of every project: `guide` in its package.json lists them. */
export function guideProjects(): readonly GuideProject[] {
  return readdirSync(folder)
    .toSorted()
    .flatMap((name) => {
      const manifest = JSON.parse(
        readFileSync(join(folder, name, "package.json"), "utf8"),
      ) as ProjectManifest;
      const { paths, large = {}, variants = { [name]: {} } } = manifest.guide;
      return Object.entries(variants).map(([variant, changes]) => ({
        name,
        variant,
        paths,
        large: { ...large, ...changes.large },
        copyTo(destination: string) {
          cpSync(join(folder, name), destination, { recursive: true });
          writeFileSync(join(destination, "package.json"), JSON.stringify(withChanges(manifest, changes)));
        },
      }));
    });
}

function withChanges(manifest: ProjectManifest, { build, dependencies }: Variant): object {
  return {
    ...manifest,
    private: true,
    scripts: { ...manifest.scripts, ...(build !== undefined && { build }) },
    dependencies: { ...manifest.dependencies, ...dependencies },
  };
}
