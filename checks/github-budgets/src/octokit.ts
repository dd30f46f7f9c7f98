import { realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzippedBytes } from "./bundle.ts";
import { installedBytes } from "./disk.ts";
import { startMilliseconds } from "./timed.ts";
import { instantiationsOf } from "./types-cost.ts";

const PACKAGES = ["request-error", "openapi-webhooks-types", "webhooks-methods", "types", "openapi-types"];

/** The same measures of `@octokit/webhooks` 14, which verifies and types but validates nothing. */
export async function measureOctokit(): Promise<Readonly<Record<string, number>>> {
  const signed =
    `const { Webhooks } = await import("@octokit/webhooks"); const webhooks = new Webhooks({ secret: "s" });` +
    `const signature = await webhooks.sign("{}"); await webhooks.verify("{}", signature)`;
  return {
    main: await kilobytes(`export { Webhooks } from "@octokit/webhooks"`),
    signature: await kilobytes(`export { verify } from "@octokit/webhooks-methods"`),
    disk: installedBytes(installedFolders()) / 1000,
    types: instantiationsOf("octokit.ts"),
    import: startMilliseconds(`await import("@octokit/webhooks")`),
    first: startMilliseconds(signed),
  };
}

async function kilobytes(code: string): Promise<number> {
  return (await gzippedBytes(code, { external: ["node:*"] })) / 1000;
}

function installedFolders(): readonly string[] {
  const main = realpathSync(fileURLToPath(new URL("../node_modules/@octokit/webhooks", import.meta.url)));
  const siblings = dirname(main);
  return [main, ...PACKAGES.map((name) => join(siblings, name))].filter(exists);
}

function exists(path: string): boolean {
  try {
    return installedBytes([path]) > 0;
  } catch {
    return false;
  }
}
