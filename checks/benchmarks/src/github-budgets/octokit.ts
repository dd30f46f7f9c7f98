import { readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzippedBytes } from "./bundle.ts";
import { installedBytes } from "./disk.ts";
import { freshMilliseconds } from "./timed.ts";
import { instantiationsOf } from "./types-cost.ts";

/** The same measures of `@octokit/webhooks` 14, which verifies and types but validates nothing. */
export async function measureOctokit(): Promise<Readonly<Record<string, number>>> {
  return {
    main: await kilobytes(`export { Webhooks } from "@octokit/webhooks"`),
    signature: await kilobytes(`export { verify } from "@octokit/webhooks-methods"`),
    disk: installedBytes(installedFolders()) / 1024,
    types: instantiationsOf("octokit.ts"),
    import: freshMilliseconds(`await import("@octokit/webhooks")`),
  };
}

async function kilobytes(code: string): Promise<number> {
  return (await gzippedBytes(code, { external: ["node:*"] })) / 1024;
}

/**
 * The package and all that it brings along, found as Node finds them: each beside the one that
 * needs it.
 */
function installedFolders(): readonly string[] {
  const found = new Map<string, string>();
  const add = (name: string, from: string): void => {
    const folder = realpathSync(join(from, name));
    if (found.has(name)) return;
    found.set(name, folder);
    const { dependencies = {} } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
      dependencies?: Record<string, string>;
    };
    const beside = name.startsWith("@") ? dirname(dirname(folder)) : dirname(folder);
    for (const one of Object.keys(dependencies)) add(one, beside);
  };
  add("@octokit/webhooks", fileURLToPath(new URL("../../node_modules", import.meta.url)));
  return [...found.values()];
}
