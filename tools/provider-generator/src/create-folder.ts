import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { typePrefixOf } from "../../workspace/workspace.ts";
import { formatted } from "./formatted.ts";
import { templateFiles, type NewProvider } from "./template.ts";

/** Writes what of a new provider is written by hand from then on, and its changeset. */
export async function createFolder(top: string, provider: NewProvider): Promise<void> {
  const folder = join(top, "packages", provider.id);
  for (const [path, text] of templateFiles(provider)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), path.endsWith(".ts") ? await formatted(path, text) : text);
  }
  writeFileSync(join(top, ".changeset", `${provider.id}.md`), changesetOf(provider.id));
}

function changesetOf(id: string): string {
  return `---
"@flaghook/${id}": minor
---

Verify webhooks of ${typePrefixOf(id)}: \`@flaghook/${id}\`.
`;
}
