import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A folder with these files, gone after the test. Gives the path of each. */
export function folderWith<Name extends string>(
  files: Readonly<Record<Name, string | Uint8Array>>,
): Readonly<Record<Name, string>> & { readonly folder: string } {
  const folder = mkdtempSync(join(tmpdir(), "flaghook-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const paths = Object.entries<string | Uint8Array>(files).map(([name, content]) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return [name, path] as const;
  });
  return { ...Object.fromEntries(paths), folder } as Readonly<Record<Name, string>> & { folder: string };
}
