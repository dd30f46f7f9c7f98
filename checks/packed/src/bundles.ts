import { bundle, SHA512 } from "../../../tools/build/bundle.ts";
import type { PackedPackage } from "../../../tools/build/pack.ts";
import type { PackedFact } from "./facts.ts";
import { namesNode } from "../../../tools/workspace/workspace.ts";

/**
 * What a user's bundler takes from the packed files. The sources are judged by tests; this is about
 * what the build made of them, since entries share chunks.
 */
export async function bundleFacts(
  { manifest, workspace }: PackedPackage,
  consumer: string,
): Promise<PackedFact> {
  const faults: string[] = [];
  for (const subpath of Object.keys(manifest.exports ?? {})) {
    const entry = workspace.id + subpath.slice(1);
    if (subpath === "./package.json" || namesNode(entry)) continue;
    for (const condition of ["node", "workerd"]) {
      const { code, modules, staticImports } = await bundle(
        manifest.name + subpath.slice(1),
        [condition, "import"],
        { resolveDir: consumer },
      );
      const has = (name: string): boolean => modules.some((module) => module.includes(`/${name}/`));
      const leaks = [
        ...staticImports.map((specifier) => `imports ${specifier}`),
        ...(has("zod") && !entry.endsWith("/schemas") ? ["zod"] : []),
        ...(has("@noble") && condition === "node" ? ["@noble/hashes or @noble/curves"] : []),
        ...(has("@noble/curves") && !hasKeyPairs(entry) ? ["@noble/curves"] : []),
        ...(SHA512.test(code) && entry !== "core/sha512" && !hasKeyPairs(entry) ? ["SHA-512"] : []),
      ];
      faults.push(...leaks.map((leak) => `${entry} under ${condition} conditions: ${leak}`));
    }
  }
  return { claim: "bundles", faults };
}

/** Entries that verify ed25519, in whatever runtime. */
function hasKeyPairs(entry: string): boolean {
  return entry === "core/ed25519" || /^standard-webhooks(?:\/signature)?$/.test(entry);
}
